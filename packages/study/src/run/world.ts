/**
 * Everything impure that a stage may touch, handed in so that tests and schedulers can hand in their own.
 */
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { NodeRuntimeName } from '@mriscore/engine';
import { writeAtomic } from '@mriscore/scans/disk';
import type { Random } from '@mriscore/stats';
import { random } from '@mriscore/stats';
import type { Progress } from './progress.ts';
import { SILENT } from './progress.ts';
import { weightsFolder } from './weights-folder.ts';

/** The study folder. Paths are relative to it, with forward slashes. */
export interface Folder {
  readonly directory: string;
  /** @throws the error of the file system when the file is not there. */
  read(path: string): Promise<Uint8Array>;
  /** Whole or not at all; see `atomic-write.ts`. */
  write(path: string, bytes: Uint8Array | string): Promise<void>;
}

/** What a stage works with. */
export interface World {
  readonly folder: Folder;
  /** The time now. Never part of a result. */
  readonly clock: () => Date;
  /** Named random numbers: the same name gives the same numbers on every machine. */
  readonly random: (seed: number, purpose: string, ...ids: readonly (string | number)[]) => Random;
  readonly progress: Progress;
  /** Aborted when the person or the scheduler wants the run to stop at the next safe point. */
  readonly signal: AbortSignal;
  /** Threads that the engine may use. */
  readonly threads: number;
  /** What executes the networks. Runtimes differ in the last digits, so each has results of its own. */
  readonly runtime: NodeRuntimeName;
  /** Processes that make batches ahead of a training. Never changes a result. */
  readonly loaders: number;
  /** Seconds between two checkpoints of a training. Never changes a result. */
  readonly checkpointSeconds: number;
  /** Folder of fetched and imported weights, which a protocol names. */
  readonly weightsFolder: string;
}

/** A folder on this machine's disk. */
export function localFolder(directory: string): Folder {
  return {
    directory,
    read: (path) => readFile(join(directory, path)),
    write: (path, bytes) => writeAtomic(join(directory, path), bytes),
  };
}

/** What may be handed in; the rest is the machine as it is. */
export interface WorldOptions {
  /** Default: nothing is shown. */
  readonly progress?: Progress;
  /** Default: never aborted. */
  readonly signal?: AbortSignal;
  /** Default 2. The same number gives the same bytes; another number may differ in the last digits. */
  readonly threads?: number;
  /** Default `node-cpu`. */
  readonly runtime?: NodeRuntimeName;
  /** Default: half the machine's, from 1 to 4. */
  readonly loaders?: number;
  /** Default 60. */
  readonly checkpointSeconds?: number;
  /** Default: `MRISCORE_WEIGHTS`, or below the cache folder of the machine's user. */
  readonly weightsFolder?: string;
}

/** The world of a study that runs on this machine. */
export function localWorld(directory: string, options: WorldOptions = {}): World {
  return {
    folder: localFolder(directory),
    clock: () => new Date(),
    random,
    progress: options.progress ?? SILENT,
    signal: options.signal ?? new AbortController().signal,
    threads: options.threads ?? 2,
    runtime: options.runtime ?? 'node-cpu',
    loaders: options.loaders ?? Math.max(1, Math.min(4, Math.floor(availableParallelism() / 2))),
    checkpointSeconds: options.checkpointSeconds ?? 60,
    weightsFolder: options.weightsFolder ?? weightsFolder(process.env),
  };
}
