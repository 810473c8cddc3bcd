/**
 * Threads that make batches ahead of the training, so that the network never waits for its images.
 *
 * Batches come in the order of their numbers, a bounded number of them waits, and their bytes do not depend on how many
 * threads there are. Crops lie in memory that all threads share. A step is one batch here, also where the optimiser
 * takes several for one of its own.
 */
import { Worker } from 'node:worker_threads';
import type { Batch } from '@mriscore/engine';
import type { Sample } from '../preprocess/artefact.ts';
import type { BatchSettings } from './prepare.ts';

/** Crops in shared memory. */
export interface PackedSamples {
  readonly about: readonly (readonly [patient: string, slice: number, target: 0 | 1])[];
  /** Every crop's pixels, one after the other. */
  readonly pixels: SharedArrayBuffer;
}

/** What a thread is started with. */
export interface LoaderData {
  readonly settings: BatchSettings;
  readonly packed: PackedSamples;
  /** One number, shared: not 0 once nobody takes batches any more. */
  readonly closing: SharedArrayBuffer;
}

/** Asks a thread to end by itself. Ending it from outside can bring down the process while its code is compiled. */
export const CLOSE = -1;

/** A thread's answer. */
export type Loaded =
  | { readonly step: number; readonly batch: Batch }
  | { readonly step: number; readonly message: string };

/** Batches in order. Closed with `await using`. */
export interface Loader extends AsyncDisposable {
  /** The batches of some steps that follow those taken before; the next ones are begun. */
  take(steps: readonly number[]): Promise<Batch[]>;
}

/** How batches are loaded. */
export interface LoaderOptions {
  /** Steps in all: none behind the last is begun. */
  readonly steps: number;
  /** Threads, >= 1. */
  readonly threads: number;
  /** Batches that may wait or be under way at once, >= 1. Default 8, fewer when they are large. */
  readonly ahead?: number;
}

/** Memory that waiting batches may take. */
const WAITING_BYTES = 256 * 1024 * 1024;
const MOST_AHEAD = 8;

function packSamples(samples: readonly Sample[]): PackedSamples {
  const area = samples[0]?.pixels.length ?? 0;
  const pixels = new SharedArrayBuffer(samples.length * area * Float32Array.BYTES_PER_ELEMENT);
  const all = new Float32Array(pixels);
  samples.forEach((sample, index) => {
    all.set(sample.pixels, index * area);
  });
  return { about: samples.map(({ patient, slice, target }) => [patient, slice, target]), pixels };
}

/** The crops as a thread sees them; no pixel is copied. */
export function unpackSamples({ about, pixels }: PackedSamples): readonly Sample[] {
  const all = new Float32Array(pixels);
  const area = all.length / Math.max(about.length, 1);
  return about.map(([patient, slice, target], index) => ({
    patient,
    slice,
    target,
    pixels: all.subarray(index * area, (index + 1) * area),
  }));
}

/** A batch that was asked for. */
interface Waiting {
  readonly promise: Promise<Batch>;
  readonly resolve: (batch: Batch) => void;
  readonly reject: (cause: Error) => void;
}

function aheadOf({ batch, sizePx }: BatchSettings, asked: number | undefined): number {
  const bytes = batch * sizePx * sizePx * 3 * Float32Array.BYTES_PER_ELEMENT;
  return asked ?? Math.max(1, Math.min(MOST_AHEAD, Math.floor(WAITING_BYTES / bytes)));
}

/** Batches under way, and why none will come any more. */
interface Course {
  readonly waiting: Map<number, Waiting>;
  failure: Error | undefined;
}

function startThreads(data: LoaderData, count: number, course: Course): readonly Worker[] {
  const { waiting } = course;
  return Array.from({ length: count }, () => {
    const worker = new Worker(new URL('./loader-worker.ts', import.meta.url), { workerData: data });
    worker.on('message', (loaded: Loaded) => {
      const one = waiting.get(loaded.step);
      if ('batch' in loaded) one?.resolve(loaded.batch);
      else one?.reject(new Error(loaded.message));
    });
    worker.on('error', (cause: unknown) => {
      course.failure ??= cause instanceof Error ? cause : new Error(String(cause));
      for (const { reject } of waiting.values()) reject(course.failure);
    });
    return worker;
  });
}

function ended(thread: Worker): Promise<void> {
  return new Promise((resolve) => {
    // A thread that failed has ended already, and then has the number of no thread.
    if (thread.threadId < 0) resolve();
    thread.once('exit', () => resolve());
    thread.postMessage(CLOSE);
  });
}

/**
 * Starts loading threads.
 *
 * @param settings What batches depend on.
 * @param samples Every crop of the training.
 */
export function openLoader(
  settings: BatchSettings,
  samples: readonly Sample[],
  options: LoaderOptions,
): Loader {
  const course: Course = { waiting: new Map(), failure: undefined };
  const { waiting } = course;
  const closing = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const packed = packSamples(samples);
  const threads = startThreads({ settings, packed, closing }, options.threads, course);
  const ahead = aheadOf(settings, options.ahead);
  const begin = (step: number): void => {
    if (step >= options.steps || waiting.has(step)) return;
    const one = Promise.withResolvers<Batch>();
    // A batch that nobody takes any more may fail without bringing the program down.
    one.promise.catch(() => undefined);
    waiting.set(step, one);
    if (course.failure !== undefined) one.reject(course.failure);
    threads[step % threads.length]?.postMessage(step);
  };
  const beginFrom = (step: number): void => {
    for (let next = step; waiting.size < ahead && next < options.steps; next++) begin(next);
  };
  return {
    take: async (steps) => {
      for (const step of steps) begin(step);
      const batches: Batch[] = [];
      for (const step of steps) {
        const batch = await waiting.get(step)?.promise;
        waiting.delete(step);
        if (batch !== undefined) batches.push(batch);
        beginFrom((steps.at(-1) ?? step) + 1);
      }
      return batches;
    },
    [Symbol.asyncDispose]: async () => {
      Atomics.store(new Int32Array(closing), 0, 1);
      await Promise.all(threads.map(ended));
    },
  };
}
