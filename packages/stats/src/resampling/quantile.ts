/**
 * Below which value a given share of numbers lies, as R's default `quantile` (type 7) has it.
 *
 * Reads numbers, gives numbers between them. Knows nothing of what they measure.
 */
import { StatsError } from '../errors.ts';

/**
 * Quantile of numbers that are already ascending.
 *
 * @param sorted Ascending, at least one, no NaN.
 * @param probability In [0, 1].
 * @see Hyndman and Fan, Am Stat 50 (1996) 361-365, definition 7.
 */
export function sortedQuantile(sorted: ArrayLike<number>, probability: number): number {
  const index = (sorted.length - 1) * probability;
  const low = Math.min(Math.floor(index), sorted.length - 1);
  const below = sorted[low]!;
  const above = sorted[Math.min(Math.ceil(index), sorted.length - 1)]!;
  if (below === above || index <= low) return below;
  const share = index - low;
  return (1 - share) * below + share * above;
}

/**
 * Quantile of type 7: linear between order statistics.
 *
 * @param values Any order, no NaN; infinite values are allowed.
 * @param probability In [0, 1].
 * @throws StatsError `input/empty`, `input/not-finite` for NaN, `input/option` for a probability outside [0, 1].
 * @example
 * quantile([1, 2, 3, 10], 0.5); // 2.5
 * @see Hyndman and Fan, Am Stat 50 (1996) 361-365, definition 7.
 */
export function quantile(values: ArrayLike<number>, probability: number): number {
  if (values.length === 0) {
    throw new StatsError('input/empty', {
      found: 'Found no values.',
      needed: 'Needed at least one to take a quantile of.',
      remedy: 'Check the filter that led here.',
    });
  }
  if (!(probability >= 0 && probability <= 1)) {
    throw new StatsError('input/option', {
      found: `Found ${probability} as the share of a quantile.`,
      needed: 'Needed a number from 0 to 1.',
      remedy: 'Divide a percentage by 100.',
    });
  }
  const sorted = Float64Array.from(values).sort();
  if (Number.isNaN(sorted[sorted.length - 1]!)) {
    throw new StatsError('input/not-finite', {
      found: 'Found a value that is not a number.',
      needed: 'Needed numbers.',
      remedy: 'Drop missing values first, and count them.',
    });
  }
  return sortedQuantile(sorted, probability);
}
