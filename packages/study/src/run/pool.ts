/**
 * Threads that do units of a stage beside each other.
 *
 * A thread opens the study by itself and gets nothing but units, so what it does is what a cluster node would do.
 */
import { Worker } from 'node:worker_threads';
import type { Finding, StudyErrorCode, StudyErrorDetails } from '../errors.ts';
import { StudyError } from '../errors.ts';
import type { Unit } from './unit.ts';

/** What a thread is started with. */
export interface PoolSettings {
  readonly directory: string;
  readonly data: string;
  /** How many threads. */
  readonly size: number;
}

/** A thread's answer to one unit. */
export type UnitAnswer =
  | { readonly seconds: number }
  | { readonly code: StudyErrorCode; readonly finding: Finding; readonly details: StudyErrorDetails }
  | { readonly message: string };

/** Threads that run units. Closed with `await using`. */
export interface Pool extends AsyncDisposable {
  readonly size: number;
  /**
   * Runs one unit in whichever thread is free.
   *
   * @returns the seconds it took.
   * @throws StudyError as the stage threw it; Error for anything else.
   */
  run(unit: Unit): Promise<number>;
}

function settle(answer: UnitAnswer): number {
  if ('seconds' in answer) return answer.seconds;
  if ('code' in answer) throw new StudyError(answer.code, answer.finding, answer.details);
  throw new Error(answer.message);
}

function ask(worker: Worker, unit: Unit): Promise<UnitAnswer> {
  return new Promise((resolve, reject) => {
    const failed = (cause: Error): void => reject(cause);
    worker.once('error', failed);
    worker.once('message', (answer: UnitAnswer) => {
      worker.off('error', failed);
      resolve(answer);
    });
    worker.postMessage(unit);
  });
}

/**
 * Makes a pool; threads start when the first units come.
 *
 * The caller keeps at most `size` units in flight.
 */
export function openPool(settings: PoolSettings): Pool {
  const idle: Worker[] = [];
  const all: Worker[] = [];
  const take = (): Worker => {
    const free = idle.pop();
    if (free !== undefined) return free;
    const worker = new Worker(new URL('./pool-worker.ts', import.meta.url), { workerData: settings });
    all.push(worker);
    return worker;
  };
  return {
    size: settings.size,
    run: async (unit) => {
      const worker = take();
      const answer = await ask(worker, unit);
      idle.push(worker);
      return settle(answer);
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(all.map((worker) => worker.terminate()));
    },
  };
}
