/**
 * Where a score could be cut, and how large the log-rank statistic is at every place.
 *
 * Reads sorted scores and log-rank scores, gives standardised statistics. Knows no P value.
 */
import { StatsError } from '../errors.ts';
import type { Random } from '../resampling/random.ts';

/** Options of `maximallySelectedCutoff`. */
export interface MaximalSelectionOptions {
  /** Smallest share of patients in the lower group, in [0, 1). Default 0.1. */
  readonly minimumShare: number;
  /** Largest share of patients in the lower group, in (0, 1]. Default 0.9. */
  readonly maximumShare: number;
  /** Source of random numbers for the permutation P; without it that P is null. Default null. */
  readonly random: Pick<Random, 'integer'> | null;
  /** Number of permutations. Default 10000. */
  readonly permutations: number;
}

/** The candidates: index into the sorted rows after which to cut. */
export function candidateCounts(sorted: Float64Array, options: MaximalSelectionOptions): Uint32Array {
  const n = sorted.length;
  const fewest = Math.max(1, Math.floor(n * options.minimumShare));
  const most = Math.min(n - 1, Math.floor(n * options.maximumShare));
  const counts: number[] = [];
  for (let m = fewest; m <= most; m++) if (sorted[m - 1]! < sorted[m]!) counts.push(m);
  if (counts.length > 0) return Uint32Array.from(counts);
  throw new StatsError('cutpoint/no-split', {
    found: `Found no place to cut ${n} scores between shares ${options.minimumShare} and ${options.maximumShare}.`,
    needed: 'Needed at least two different scores in that range.',
    remedy: 'Widen the range, or do not cut a score with so few values.',
  });
}

/** Mean and variance of the sum of the first m scores of a random order. */
export interface Moments {
  readonly mean: number;
  readonly spread: number;
}

/** Mean and variance of the scores. */
export function momentsOf(scores: Float64Array): Moments {
  const n = scores.length;
  const mean = scores.reduce((sum, value) => sum + value, 0) / n;
  const spread = scores.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  return { mean, spread };
}

/** Standardised sums of the lower group at every candidate, absolute. */
export function standardised(ordered: Float64Array, counts: Uint32Array, moments: Moments): Float64Array {
  const n = ordered.length;
  const result = new Float64Array(counts.length);
  let sum = 0;
  let row = 0;
  for (let c = 0; c < counts.length; c++) {
    const m = counts[c]!;
    while (row < m) sum += ordered[row++]! - moments.mean;
    result[c] = Math.abs(sum) / Math.sqrt((moments.spread * m * (n - m)) / n);
  }
  return result;
}

/** Place of the largest value, the first of ties. */
export function placeOfLargest(values: Float64Array): number {
  let at = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[at]!) at = i;
  return at;
}
