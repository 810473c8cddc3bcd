/**
 * Opens ONNX Runtime in Node: on the processor, on a graphics card through WebGPU, or on an NVIDIA card through CUDA.
 *
 * Starts one worker thread a runtime. Everything it is asked is in `thread/`.
 */

import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { EngineError } from '../../errors.ts';
import { checkOptions, type KnownOptions } from '../../options.ts';
import type { Provider } from '../onnxruntime.ts';
import type { Runtime, RuntimeName } from '../runtime.ts';
import { type Owner, runtimeOf, waiting } from '../thread/asking.ts';
import type { OwnerReply } from '../thread/messages.ts';
import { onnxRuntimeFolder } from './direct/library.ts';

/** Options of the runtimes in Node. */
export interface NodeRuntimeOptions {
  /** Threads for one operation on the processor, at least 1. Default: what the machine has, at most 16. */
  readonly threads?: number;
}

/** Names of `NodeRuntimeOptions`. */
export const NODE_RUNTIME_OPTIONS: KnownOptions<NodeRuntimeOptions> = Object.freeze({ threads: undefined });

/**
 * Starts a worker that runs programs with onnxruntime-node on the processor.
 *
 * @param options Number of threads.
 * @throws EngineError `options/unknown-key`; `runtime/unavailable` when the number of threads is not sensible.
 * @example
 * await using runtime = await openNodeCpu({ threads: 2 });
 * await using session = await runtime.load(program, state);
 */
export function openNodeCpu(options: NodeRuntimeOptions = {}): Promise<Runtime> {
  return opened('node-cpu', 'cpu', options);
}

/**
 * Starts a worker that runs programs on a graphics card: Vulkan on Linux, Metal on macOS, Direct3D 12 on Windows.
 *
 * State stays on the card between steps. Sums are added in another order than on the processor, so results agree with
 * the processor's in about six digits, not in every bit.
 *
 * @param options Number of threads, for the operations that the card does not have.
 * @throws EngineError `options/unknown-key`; `runtime/unavailable` when there is no card or no driver.
 * @example
 * await using runtime = await openNodeWebGpu();
 * await using session = await runtime.load(program, state);
 */
export function openNodeWebGpu(options: NodeRuntimeOptions = {}): Promise<Runtime> {
  return opened('node-webgpu', 'webgpu', options);
}

/**
 * Starts a worker that runs programs on an NVIDIA card.
 *
 * State crosses to the card and back once a run, so build programs with `stepsPerRun` above 1.
 *
 * @param options Number of threads, for the operations that the card does not have.
 * @throws EngineError `options/unknown-key`; `runtime/unavailable` when the CUDA provider was not installed, or does not start.
 * @example
 * await using runtime = await openNodeCuda();
 * await using session = await runtime.load(program, state);
 */
export async function openNodeCuda(options: NodeRuntimeOptions = {}): Promise<Runtime> {
  checkOptions(options, NODE_RUNTIME_OPTIONS);
  if (existsSync(join(onnxRuntimeFolder(), 'libonnxruntime_providers_cuda.so')))
    return opened('node-cuda', 'cuda', options);
  throw new EngineError('runtime/unavailable', {
    found: `Found no CUDA provider of onnxruntime-node for ${process.platform}-${process.arch}.`,
    needed: 'Needed libonnxruntime_providers_cuda.so beside its other libraries; there is one for linux-x64.',
    remedy:
      'Run npm rebuild onnxruntime-node --ignore-scripts=false with ONNXRUNTIME_NODE_INSTALL=cuda12 set.',
  });
}

async function opened(name: RuntimeName, provider: Provider, options: NodeRuntimeOptions): Promise<Runtime> {
  checkOptions(options, NODE_RUNTIME_OPTIONS);
  const threads = options.threads ?? Math.min(16, availableParallelism());
  if (!Number.isInteger(threads) || threads < 1)
    throw new EngineError('runtime/unavailable', {
      found: `Found ${threads} threads.`,
      needed: 'Needed a whole number of at least 1.',
      remedy: 'Leave the option out to use every core.',
    });
  const owner = startWorker();
  try {
    await owner.ask({ kind: 'open', settings: { provider, threads } });
  } catch (error) {
    await owner.end();
    throw error;
  }
  return runtimeOf(name, owner);
}

function startWorker(): Owner {
  // A program given as text (`node --input-type=module -e`) hands that option on, and a worker's file is no text.
  const execArgv = process.execArgv.filter((word) => !word.startsWith('--input-type'));
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { execArgv });
  const { ask, settle, fail } = waiting(
    (message) => worker.postMessage(message),
    (busy) => (busy ? worker.ref() : worker.unref()),
  );
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  worker.on('message', (reply: OwnerReply) => settle(reply));
  worker.on('error', (error) => fail(error instanceof Error ? error.message : String(error)));
  worker.on('exit', () => fail('it was closed'));
  worker.unref();
  const end = async (): Promise<void> => {
    await ask({ kind: 'close' });
    worker.ref();
    await ended;
  };
  return { ask, end };
}
