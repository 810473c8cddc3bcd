/**
 * The area without each patient in turn.
 *
 * Reads scores and labels, gives the jackknife values of BCa. Knows no interval.
 */
import type { Numbers } from '../columns.ts';
import { separateClasses } from './levels.ts';
import { placements } from './placements.ts';

/**
 * The area without each patient in turn, positives first: the jackknife values of BCa.
 *
 * @param scores Length n, at least two of each class.
 * @param labels Length n, 1 positive, 0 negative.
 * @throws StatsError `input/...`.
 */
export function aucLeftOut(scores: Numbers, labels: Numbers): Float64Array {
  const { positive, negative, area } = placements(separateClasses(scores, labels));
  const m = positive.length;
  const n = negative.length;
  const withoutPositive = positive.map((placement) => (area * m - placement) / (m - 1));
  const withoutNegative = negative.map((placement) => (area * n - placement) / (n - 1));
  return Float64Array.from([...withoutPositive, ...withoutNegative]);
}
