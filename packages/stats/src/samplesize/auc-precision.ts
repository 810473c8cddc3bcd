/**
 * How many patients give an AUC an interval of a given width.
 *
 * Reads the AUC, the prevalence and the width, gives whole patients. Knows nothing of tests.
 */
import { aucHalfWidth } from './comparison.ts';
import { requireWithin } from './ranges.ts';
import { smallestSize } from './validation.ts';

/**
 * Patients for a precise AUC.
 *
 * @param plan AUC in (0, 1), half width of its interval, share of positives (default 0.5), level (default 0.95).
 * @returns Smallest number of patients, positives rounded to the nearest whole.
 * @throws StatsError `samplesize/range`.
 * @example
 * aucPrecisionSize({ auc: 0.803, halfWidth: 0.05 }); // about 300
 * @see Hanley and McNeil, Radiology 143 (1982) 29-36.
 */
export function aucPrecisionSize(plan: {
  auc: number;
  halfWidth: number;
  prevalence?: number;
  level?: number;
}): number {
  const { auc, halfWidth, prevalence = 0.5, level = 0.95 } = plan;
  requireWithin({ auc, halfWidth, prevalence, level }, 0, 1);
  const error = (n: number) => {
    const positives = Math.min(n - 1, Math.max(1, Math.round(n * prevalence)));
    return n < 2
      ? Number.POSITIVE_INFINITY
      : aucHalfWidth(auc, { positives, negatives: n - positives }, level);
  };
  return smallestSize(error, halfWidth);
}
