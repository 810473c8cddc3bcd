/**
 * Lets a statistic say that it cannot answer: the reason is kept where the number would stand.
 */
import { StatsError } from '@mriscore/stats';

/** An answer, or why there is none. */
export type Attempt<T> =
  | { readonly value: T; readonly reason?: undefined }
  | { readonly value: null; readonly reason: string };

/** Said where a computation left the range of numbers. */
export const OUT_OF_RANGE = 'The numbers ran out of range: too few patients, or groups that hardly overlap.';

/**
 * Runs a statistic.
 *
 * @returns its value, or null with what it found wrong with the data.
 * @throws every error that is not of the statistics: those are faults of the program.
 */
export function attempt<T>(compute: () => T): Attempt<T> {
  try {
    return { value: compute() };
  } catch (cause) {
    if (!(cause instanceof StatsError)) throw cause;
    const { found } = cause.finding;
    return { value: null, reason: /\b(NaN|Infinity)\b/.test(found) ? OUT_OF_RANGE : found };
  }
}
