/**
 * Opens ONNX Runtime in a browser: as WebAssembly on the processor, or on the graphics card through WebGPU.
 *
 * Starts one Web Worker a runtime. Everything it is asked is in `thread/`. Imports no module of Node.
 */

import { EngineError } from '../../errors.ts';
import { checkOptions, type KnownOptions } from '../../options.ts';
import type { HoldSettings } from '../onnxruntime.ts';
import type { Runtime } from '../runtime.ts';
import { type Owner, runtimeOf, waiting } from '../thread/asking.ts';
import type { OwnerReply } from '../thread/messages.ts';
import { browserScope, type WebWorker } from './scope.ts';
import { webThreads } from './settings.ts';

/** The runtimes of a browser. */
export type WebRuntimeName = 'web-wasm' | 'web-webgpu';

/** Options of the runtimes in a browser. */
export interface WebRuntimeOptions {
  /**
   * Threads for one operation on the processor, at least 1. Default: what the machine has, at most 8, in a page that is
   * cross-origin isolated; 1 in any other.
   */
  readonly threads?: number;
}

/** Names of `WebRuntimeOptions`. */
export const WEB_RUNTIME_OPTIONS: KnownOptions<WebRuntimeOptions> = Object.freeze({ threads: undefined });

declare const Worker: new (url: URL, options: { readonly type: 'module' }) => WebWorker;

/**
 * Starts a Web Worker that runs programs as WebAssembly.
 *
 * The page's server or bundler must give out the files of onnxruntime-web. Memory ends at 4 GB.
 *
 * @param options Number of threads.
 * @throws EngineError `options/unknown-key`; `runtime/unavailable` when the browser does not run it, or threads were asked for in vain.
 * @example
 * await using runtime = await openWebWasm();
 * await using session = await runtime.load(program, state);
 */
export async function openWebWasm(options: WebRuntimeOptions = {}): Promise<Runtime> {
  return runtimeOf('web-wasm', await startOwner('web-wasm', options));
}

/**
 * Starts a Web Worker that runs programs on the graphics card; state stays there between steps.
 *
 * @param options Number of threads, for the operations that the card does not have.
 * @throws EngineError `options/unknown-key`; `runtime/unavailable` when the browser has no WebGPU or gives no adapter.
 * @example
 * await using runtime = await openWebGpu();
 * await using session = await runtime.load(program, state);
 */
export async function openWebGpu(options: WebRuntimeOptions = {}): Promise<Runtime> {
  return runtimeOf('web-webgpu', await startOwner('web-webgpu', options));
}

/**
 * Starts the worker of a runtime and has it prove that it executes.
 *
 * @param name Which runtime.
 * @param options Number of threads.
 * @throws EngineError `options/unknown-key`; `runtime/unavailable`.
 */
export async function startOwner(name: WebRuntimeName, options: WebRuntimeOptions): Promise<Owner> {
  checkOptions(options, WEB_RUNTIME_OPTIONS);
  const scope = browserScope();
  const threads = webThreads(scope, options.threads);
  if (name === 'web-webgpu' && scope.navigator?.gpu === undefined)
    throw new EngineError('runtime/unavailable', {
      found: 'Found no WebGPU in this browser.',
      needed: 'Needed a browser with WebGPU, and a page from localhost or over https.',
      remedy: 'Use a newer browser, or openWebWasm.',
    });
  const settings: HoldSettings = { provider: name === 'web-wasm' ? 'wasm' : 'webgpu', threads };
  const owner = ownerOf(
    name === 'web-wasm'
      ? new Worker(new URL('./worker-wasm.ts', import.meta.url), { type: 'module' })
      : new Worker(new URL('./worker-webgpu.ts', import.meta.url), { type: 'module' }),
  );
  try {
    await owner.ask({ kind: 'open', settings });
  } catch (error) {
    await owner.end();
    throw error;
  }
  return owner;
}

function ownerOf(worker: WebWorker): Owner {
  const { ask, settle, fail } = waiting(
    (message) => worker.postMessage(message),
    () => undefined,
  );
  worker.onmessage = ({ data }) => settle(data as OwnerReply);
  worker.onerror = ({ message }) => fail(message ?? 'its script did not load');
  worker.onmessageerror = () => fail('a message could not be read');
  const end = async (): Promise<void> => {
    await ask({ kind: 'close' }).catch(() => undefined);
    fail('it was closed');
    worker.terminate();
  };
  return { ask, end };
}
