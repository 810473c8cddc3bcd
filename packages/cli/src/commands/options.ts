/**
 * What several commands read from the command line, and how a person stops one.
 */
import { InvalidArgumentError } from 'commander';

function parseWhole(text: string, lowest: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= lowest) return value;
  throw new InvalidArgumentError(`Needed a whole number of at least ${lowest}.`);
}

/** A number of threads, >= 1. */
export function parseThreads(text: string): number {
  return parseWhole(text, 1);
}

/** A number of patients. The reference cohort needs at least 40 for its four cohorts. */
export function parsePatients(text: string): number {
  return parseWhole(text, 40);
}

/** Seconds between two checkpoints, >= 0. */
export function parseSeconds(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value >= 0) return value;
  throw new InvalidArgumentError('Needed a number of seconds of at least 0.');
}

/** A seed, >= 0. */
export function parseSeed(text: string): number {
  return parseWhole(text, 0);
}

/** A signal that is aborted by Ctrl-C or a scheduler. */
export interface StopSignal extends Disposable {
  readonly signal: AbortSignal;
}

/**
 * Listens for SIGINT and SIGTERM until disposed: the first asks to stop, the second stops at once.
 *
 * @param onStop Called once, at the first.
 */
export function stopSignal(onStop: () => void): StopSignal {
  const controller = new AbortController();
  const stop = (name: NodeJS.Signals): void => {
    if (controller.signal.aborted) process.exit(name === 'SIGINT' ? 130 : 143);
    controller.abort();
    onStop();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return {
    signal: controller.signal,
    [Symbol.dispose]: () => {
      process.off('SIGINT', stop);
      process.off('SIGTERM', stop);
    },
  };
}
