/**
 * Where each patient stands among the patients of the other class.
 *
 * Reads the scores of two classes, gives DeLong's structural components, in the order of the patients so that two
 * scores of the same patients can be paired. Knows no interval.
 */
import { StatsError } from '../errors.ts';
import type { ByClass } from './levels.ts';

/** DeLong's components of one score. */
export interface Placements {
  /** Share of negatives below each positive, a tie counting half. Order of the rows. */
  readonly positive: Float64Array;
  /** Share of positives above each negative, a tie counting half. Order of the rows. */
  readonly negative: Float64Array;
  /** Mean of either: the area under the ROC curve. */
  readonly area: number;
}

/** How many of the sorted values are below x, and how many are at or below it. */
function rankOf(x: number, sorted: Float64Array, isInclusive: boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const value = sorted[middle]!;
    if (value < x || (isInclusive && value === x)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Twice the number of sorted values below x, a tie counting one. */
function twiceBelow(x: number, sorted: Float64Array): number {
  return rankOf(x, sorted, false) + rankOf(x, sorted, true);
}

/**
 * The placements of a score. O(n log n).
 *
 * @param classes Scores of the positives and of the negatives.
 * @see DeLong et al., Biometrics 44 (1988) 837-845, equations 4 and 5.
 */
export function placements(classes: ByClass): Placements {
  const sortedPositive = classes.positive.slice().sort();
  const sortedNegative = classes.negative.slice().sort();
  const m = sortedPositive.length;
  const n = sortedNegative.length;
  let twice = 0;
  const positive = classes.positive.map((score) => {
    const below = twiceBelow(score, sortedNegative);
    twice += below;
    return below / (2 * n);
  });
  const negative = classes.negative.map((score) => (2 * m - twiceBelow(score, sortedPositive)) / (2 * m));
  return { positive, negative, area: twice / (2 * m * n) };
}

/** Sample covariance of placements around the two areas. */
function covarianceOf(a: Float64Array, b: Float64Array, areas: readonly [number, number]): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - areas[0]) * (b[i]! - areas[1]);
  return sum / (a.length - 1);
}

/**
 * DeLong's covariance of the areas of two scores of the same patients; of a score with itself, its variance.
 *
 * @param a Placements of one score.
 * @param b Placements of the other, same patients in the same order.
 * @returns null where a class has fewer than two patients.
 * @throws StatsError `input/length` when the patients differ.
 */
export function areaCovariance(a: Placements, b: Placements): number | null {
  const m = a.positive.length;
  const n = a.negative.length;
  if (b.positive.length !== m || b.negative.length !== n) {
    throw new StatsError('input/length', {
      found: `Found ${m} + ${n} patients for one score and ${b.positive.length} + ${b.negative.length} for the other.`,
      needed: 'Needed the same patients.',
      remedy: 'Use the unpaired test for different patients.',
    });
  }
  if (m < 2 || n < 2) return null;
  const areas = [a.area, b.area] as const;
  return covarianceOf(a.positive, b.positive, areas) / m + covarianceOf(a.negative, b.negative, areas) / n;
}
