/**
 * Median and quartiles of a list, as a table of patients prints them.
 */
import { quantile } from '@mriscore/stats';

/** Median and quartiles; null where there is no value. */
export interface Quartiles {
  readonly n: number;
  readonly median: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
}

/** Median and quartiles with linear interpolation (type 7 of Hyndman and Fan). */
export function quartiles(values: readonly number[]): Quartiles {
  if (values.length === 0) return { n: 0, median: null, lower: null, upper: null };
  const at = (share: number): number => quantile(values, share);
  return { n: values.length, median: at(0.5), lower: at(0.25), upper: at(0.75) };
}
