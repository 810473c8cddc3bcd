/**
 * Which of Node's runtimes to use on this machine.
 *
 * Lists them and leaves trial and choice to `choose/`. The processor is the reference.
 */

import { EngineError } from '../../errors.ts';
import { checkOptions, type KnownOptions } from '../../options.ts';
import { CHOICE_LIMITS, type ChoiceLimits, chooseAmong, openWished } from '../choose/choose.ts';
import type { Candidate, ChosenRuntime } from '../choose/record.ts';
import type { Runtime } from '../runtime.ts';
import {
  NODE_RUNTIME_OPTIONS,
  type NodeRuntimeOptions,
  openNodeCpu,
  openNodeCuda,
  openNodeWebGpu,
} from './open.ts';

/** The runtimes of Node, the reference first. */
export const NODE_RUNTIMES = ['node-cpu', 'node-webgpu', 'node-cuda'] as const;

/** A runtime of Node. */
export type NodeRuntimeName = (typeof NODE_RUNTIMES)[number];

/** What is wished for, and when another runtime than the processor is accepted. */
export interface ChooseRuntimeOptions extends NodeRuntimeOptions, ChoiceLimits {
  /** One runtime, or `auto` for the fastest whose scores agree with the processor's. Default `node-cpu`. */
  readonly runtime?: NodeRuntimeName | 'auto';
}

const KNOWN: KnownOptions<ChooseRuntimeOptions> = Object.freeze({
  runtime: 'node-cpu',
  ...NODE_RUNTIME_OPTIONS,
  ...CHOICE_LIMITS,
});

/**
 * Opens a runtime of Node by its name, without any trial.
 *
 * @param name Which one.
 * @param options Number of threads.
 * @throws EngineError `runtime/unavailable` where it cannot run.
 * @example
 * await using runtime = await openNodeRuntime('node-cpu', { threads: 2 });
 */
export function openNodeRuntime(name: NodeRuntimeName, options: NodeRuntimeOptions = {}): Promise<Runtime> {
  switch (name) {
    case 'node-cpu':
      return openNodeCpu(options);
    case 'node-webgpu':
      return openNodeWebGpu(options);
    case 'node-cuda':
      return openNodeCuda(options);
    default:
      return Promise.reject(unknown(name satisfies never));
  }
}

function unknown(name: string): EngineError {
  return new EngineError('runtime/unavailable', {
    found: `Found ${name} as the name of a runtime.`,
    needed: `Needed one of ${NODE_RUNTIMES.join(', ')}, or auto.`,
    remedy: 'Correct the name.',
  });
}

/**
 * Opens the runtime that is wished for. Any other than the processor first trains a little beside it, and is refused
 * with the figure when its scores differ by more than the tolerance.
 *
 * With `auto` the choice depends on this machine and its load, and runtimes differ in the last digits: name a runtime
 * where results must be the same bytes each time.
 *
 * @param options What is wished for; tolerance, patience and threads.
 * @returns The open runtime, which the caller closes, and the record of the choice.
 * @throws EngineError `options/unknown-key`, `runtime/unavailable`, `runtime/disagrees`.
 * @example
 * const { runtime, record } = await chooseRuntime({ runtime: 'auto', threads: 2 });
 * record.candidates.map(({ name, stepMs, reason }) => ({ name, stepMs, reason }));
 */
export async function chooseRuntime(options: ChooseRuntimeOptions = {}): Promise<ChosenRuntime> {
  checkOptions(options, KNOWN);
  const { runtime = 'node-cpu', tolerance, patienceMs, ...own } = options;
  const limits = {
    ...(tolerance === undefined ? {} : { tolerance }),
    ...(patienceMs === undefined ? {} : { patienceMs }),
  };
  const candidate = (name: NodeRuntimeName): Candidate => ({
    name,
    open: () => openNodeRuntime(name, own),
  });
  if (runtime !== 'auto') return openWished(candidate(runtime), candidate('node-cpu'), limits);
  const [reference, ...others] = NODE_RUNTIMES;
  return chooseAmong([candidate(reference), ...others.map(candidate)], limits);
}
