/**
 * Processes that do units of a stage beside each other.
 *
 * A process is told where files lie and gets nothing but units, each with all that decides its result, so what it does
 * is what a cluster node would do. A unit whose process was ended is done again: its files are the same bytes.
 */
import type { Finding, StudyErrorCode, StudyErrorDetails } from '../errors.ts';
import { StudyError } from '../errors.ts';
import type { Roots } from '../files/declared.ts';
import type { Unit } from './unit.ts';
import { openWorkerProcess, type WorkerProcess } from './worker-process.ts';

/** What a process is started with. */
export interface PoolSettings {
  readonly roots: Roots;
}

/** One unit for a process, and the module of its stage. */
export interface UnitQuestion {
  readonly module: string;
  readonly unit: Unit;
}

/** How a pool is made. */
export interface PoolOptions extends PoolSettings {
  /** How many processes. */
  readonly size: number;
  /** Told when a process was ended and is started again. Default: nobody. */
  readonly onRestart?: (text: string) => void;
}

/** A process's answer to one unit: what it took, or why the stage refused it. */
export type UnitAnswer =
  | { readonly seconds: number }
  | { readonly code: StudyErrorCode; readonly finding: Finding; readonly details: StudyErrorDetails };

/** Processes that run units. Closed with `await using`. */
export interface Pool extends AsyncDisposable {
  readonly size: number;
  /**
   * Runs one unit in whichever process is free.
   *
   * @param module Address of the module that exports its stage.
   * @returns the seconds it took.
   * @throws StudyError as the stage threw it, or `run/worker-ended`; Error for anything else.
   */
  run(module: string, unit: Unit): Promise<number>;
}

function settle(answer: UnitAnswer): number {
  if ('seconds' in answer) return answer.seconds;
  throw new StudyError(answer.code, answer.finding, answer.details);
}

/**
 * Makes a pool; processes start when the first units come.
 *
 * The caller keeps at most `size` units in flight.
 */
export function openPool({ size, onRestart, ...settings }: PoolOptions): Pool {
  const about = {
    does: 'works on patients',
    data: settings,
    ...(onRestart === undefined ? {} : { onRestart }),
  };
  const idle: WorkerProcess<UnitQuestion, UnitAnswer>[] = [];
  const all: WorkerProcess<UnitQuestion, UnitAnswer>[] = [];
  const begin = (): WorkerProcess<UnitQuestion, UnitAnswer> => {
    const file = new URL('./pool-process.ts', import.meta.url);
    const process = openWorkerProcess<UnitQuestion, UnitAnswer>(file, about);
    all.push(process);
    return process;
  };
  return {
    size,
    run: async (module, unit) => {
      const process = idle.pop() ?? begin();
      try {
        return settle(await process.ask({ module, unit }));
      } finally {
        idle.push(process);
      }
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(all.map((process) => process[Symbol.asyncDispose]()));
    },
  };
}
