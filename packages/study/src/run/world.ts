/**
 * What a run has besides the study: the time, whoever watches, the engine, and a few numbers of this machine.
 */
import { availableParallelism } from 'node:os';
import { checkOptions, type KnownOptions } from '../options.ts';
import type { Progress } from './progress.ts';
import { SILENT } from './progress.ts';
import type { EngineChoice } from './stage.ts';
import { weightsFolder } from './weights-folder.ts';

/** What a run works with. */
export interface RunWorld {
  /** The time now. Stands in receipts and in the log, never in a result. */
  readonly clock: () => Date;
  readonly progress: Progress;
  /** Aborted when the person or the scheduler wants the run to stop at the next safe point. */
  readonly signal: AbortSignal;
  readonly engine: EngineChoice;
  /** Processes that make batches ahead of a training. Never changes a result. */
  readonly loaders: number;
  /** Seconds between two checkpoints of a training. Never changes a result. */
  readonly checkpointSeconds: number;
  /** Folder of fetched and imported weights, which a protocol names. */
  readonly weightsFolder: string;
}

/** What may be handed in; the rest is the machine as it is. */
export interface WorldOptions {
  /** Default: nothing is shown. */
  readonly progress?: Progress;
  /** Default: never aborted. */
  readonly signal?: AbortSignal;
  /** Threads of the engine. Default 2. The same number gives the same bytes; another may differ in the last digits. */
  readonly threads?: number;
  /** Default `node-cpu`. */
  readonly runtime?: EngineChoice['runtime'];
  /** Default: half the machine's, from 1 to 4. */
  readonly loaders?: number;
  /** Default 60. */
  readonly checkpointSeconds?: number;
  /** Default: `MRISCORE_WEIGHTS`, or below the cache folder of the machine's user. */
  readonly weightsFolder?: string;
}

const KNOWN: KnownOptions<WorldOptions> = Object.freeze({
  progress: null,
  signal: null,
  threads: 2,
  runtime: 'node-cpu',
  loaders: null,
  checkpointSeconds: 60,
  weightsFolder: null,
});

/**
 * The world of a run on this machine.
 *
 * @throws StudyError `options/unknown-key`.
 * @example
 * await runStudy(study, localWorld({ threads: 4 }), { stages: STAGES });
 */
export function localWorld(options: WorldOptions = {}): RunWorld {
  checkOptions(options, KNOWN);
  return {
    clock: () => new Date(),
    progress: options.progress ?? SILENT,
    signal: options.signal ?? new AbortController().signal,
    engine: { runtime: options.runtime ?? 'node-cpu', threads: options.threads ?? 2 },
    loaders: options.loaders ?? Math.max(1, Math.min(4, Math.floor(availableParallelism() / 2))),
    checkpointSeconds: options.checkpointSeconds ?? 60,
    weightsFolder: options.weightsFolder ?? weightsFolder(process.env),
  };
}
