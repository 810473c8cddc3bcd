/**
 * The inside of a loading thread: makes the batch of every step it is asked for, in order.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { random } from '@mriscore/stats';
import { CLOSE, type Loaded, type LoaderData, unpackSamples } from './loader.ts';
import { batchMaker } from './prepare.ts';

const { settings, packed, closing } = workerData as LoaderData;
const unwanted = new Int32Array(closing);
const make = batchMaker(settings, unpackSamples(packed), random);

function load(step: number): void {
  if (step === CLOSE) parentPort?.close();
  if (Atomics.load(unwanted, 0) !== 0) return;
  try {
    const batch = make(step);
    const buffers = Object.values(batch).map(({ buffer }) => buffer as ArrayBuffer);
    parentPort?.postMessage({ step, batch } satisfies Loaded, buffers);
  } catch (cause) {
    const message = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
    parentPort?.postMessage({ step, message } satisfies Loaded);
  }
}

parentPort?.on('message', load);
