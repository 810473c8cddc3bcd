/**
 * Processes that make batches ahead of the training, so that the network never waits for its images.
 *
 * Batches come in the order of their numbers, a bounded number of them waits, and their bytes do not depend on how many
 * processes there are, nor on one of them being ended and started again. A process is sent the crops of the batch and
 * nothing else. A step is one batch here, also where the optimiser takes several for one of its own.
 */
import type { Batch } from '@mriscore/engine';
import type { LabelledSample } from '@mriscore/model/encode';
import { random } from '@mriscore/stats';
import type { StageWorld } from '../../run/stage.ts';
import { openWorkerProcess, type WorkerProcess } from '../../run/worker-process.ts';
import { type BatchParts, type BatchSettings, batchChooser } from './prepare.ts';

/** Batches in order. Closed with `await using`. */
export interface Loader extends AsyncDisposable {
  /** The batches of some steps that follow those taken before; the next ones are begun. */
  take(steps: readonly number[]): Promise<Batch[]>;
}

/** How batches are loaded. */
export interface LoaderOptions {
  /** Steps in all: none behind the last is begun. */
  readonly steps: number;
  /** Processes, >= 1. */
  readonly processes: number;
  /** Batches that may wait or be under way at once, >= 1. Default 8, fewer when they are large. */
  readonly ahead?: number;
  /** Told when a process was ended and is started again. Default: nobody. */
  readonly onRestart?: (text: string) => void;
}

/** The processes of this world; that one was ended is reported as a note. */
export function loaderOptions(steps: number, { loaders, progress }: StageWorld): LoaderOptions {
  const onRestart = (text: string): void => progress.report({ kind: 'note', stage: 'train', text });
  return { steps, processes: loaders, onRestart };
}

/** Memory that waiting batches may take. */
const WAITING_BYTES = 256 * 1024 * 1024;
const MOST_AHEAD = 8;

function aheadOf({ batch, sizePx }: BatchSettings, asked: number | undefined): number {
  const bytes = batch * sizePx * sizePx * 3 * Float32Array.BYTES_PER_ELEMENT;
  return asked ?? Math.max(1, Math.min(MOST_AHEAD, Math.floor(WAITING_BYTES / bytes)));
}

/** Arrays of their own: those of a message are views of all that came with it, and would be handed on whole. */
function owned(batch: Batch): Batch {
  return Object.fromEntries(Object.entries(batch).map(([name, values]) => [name, values.slice()]));
}

/**
 * Starts loading processes.
 *
 * @param settings What batches depend on.
 * @param samples Every crop of the training.
 */
export function openLoader(
  settings: BatchSettings,
  samples: readonly LabelledSample[],
  options: LoaderOptions,
): Loader {
  const { onRestart } = options;
  const about = { does: 'makes batches', data: settings, ...(onRestart === undefined ? {} : { onRestart }) };
  const processes = Array.from(
    { length: options.processes },
    (): WorkerProcess<BatchParts, Batch> =>
      openWorkerProcess(new URL('./loader-process.ts', import.meta.url), about),
  );
  const choose = batchChooser(settings, samples, random);
  const ahead = aheadOf(settings, options.ahead);
  const waiting = new Map<number, Promise<Batch>>();
  const begin = (step: number): void => {
    const process = processes[step % processes.length];
    if (step >= options.steps || waiting.has(step) || process === undefined) return;
    const one = process.ask(choose(step)).then(owned);
    // A batch that nobody takes any more may fail without bringing the program down.
    one.catch(() => undefined);
    waiting.set(step, one);
  };
  const beginFrom = (step: number): void => {
    for (let next = step; waiting.size < ahead && next < options.steps; next++) begin(next);
  };
  return {
    take: async (steps) => {
      for (const step of steps) begin(step);
      const batches: Batch[] = [];
      for (const step of steps) {
        const batch = await waiting.get(step);
        waiting.delete(step);
        if (batch !== undefined) batches.push(batch);
        beginFrom((steps.at(-1) ?? step) + 1);
      }
      return batches;
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(processes.map((process) => process[Symbol.asyncDispose]()));
    },
  };
}
