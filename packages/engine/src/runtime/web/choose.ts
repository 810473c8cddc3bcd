/**
 * Which of a browser's runtimes to use in this page.
 *
 * Lists them and leaves trial and choice to `choose/`. WebAssembly is the reference. Imports no module of Node.
 */

import { checkOptions, type KnownOptions } from '../../options.ts';
import { CHOICE_LIMITS, type ChoiceLimits, chooseAmong, openWished } from '../choose/choose.ts';
import type { Candidate, ChosenRuntime } from '../choose/record.ts';
import {
  openWebGpu,
  openWebWasm,
  WEB_RUNTIME_OPTIONS,
  type WebRuntimeName,
  type WebRuntimeOptions,
} from './open.ts';

/** What is wished for, and when the graphics card is accepted. */
export interface ChooseWebRuntimeOptions extends WebRuntimeOptions, ChoiceLimits {
  /** One runtime, or `auto` for the fastest whose scores agree with WebAssembly's. Default `web-wasm`. */
  readonly runtime?: WebRuntimeName | 'auto';
}

const KNOWN: KnownOptions<ChooseWebRuntimeOptions> = Object.freeze({
  runtime: 'web-wasm',
  ...WEB_RUNTIME_OPTIONS,
  ...CHOICE_LIMITS,
});

/**
 * Opens the runtime that is wished for; `web-webgpu` first trains a little beside `web-wasm`.
 *
 * @param options What is wished for; tolerance, patience and threads.
 * @returns The open runtime, which the caller closes, and the record of the choice.
 * @throws EngineError `options/unknown-key`, `runtime/unavailable`, `runtime/disagrees`.
 * @example
 * const { runtime, record } = await chooseWebRuntime({ runtime: 'auto' });
 */
export async function chooseWebRuntime(options: ChooseWebRuntimeOptions = {}): Promise<ChosenRuntime> {
  checkOptions(options, KNOWN);
  const { runtime = 'web-wasm', tolerance, patienceMs, ...own } = options;
  const limits = {
    ...(tolerance === undefined ? {} : { tolerance }),
    ...(patienceMs === undefined ? {} : { patienceMs }),
  };
  const wasm: Candidate = { name: 'web-wasm', open: () => openWebWasm(own) };
  const webGpu: Candidate = { name: 'web-webgpu', open: () => openWebGpu(own) };
  if (runtime === 'auto') return chooseAmong([wasm, webGpu], limits);
  return openWished(runtime === 'web-wasm' ? wasm : webGpu, wasm, limits);
}
