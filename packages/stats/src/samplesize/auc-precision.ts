/**
 * How many patients give an AUC an interval of a given width.
 *
 * Reads the AUC, the prevalence and the width, gives whole patients. Knows nothing of tests.
 */
import { checkOptions } from '../options.ts';
import { aucHalfWidth } from './auc-test.ts';
import { requireWithin } from './ranges.ts';
import { smallestSize } from './validation.ts';

/** The AUC that is expected and how precise it has to be. */
export interface AucPrecisionPlan {
  /** Expected AUC, in (0, 1). */
  readonly auc: number;
  /** Half the width of its interval, in (0, 1). */
  readonly halfWidth: number;
  /** Share of positives, in (0, 1). Default 0.5. */
  readonly prevalence?: number;
  /** Confidence level. Default 0.95. */
  readonly level?: number;
}

const DEFAULTS = Object.freeze({ auc: undefined, halfWidth: undefined, prevalence: 0.5, level: 0.95 });

/**
 * Patients for a precise AUC.
 *
 * @param plan The AUC and the precision wanted.
 * @returns Smallest number of patients, positives rounded to the nearest whole.
 * @throws StatsError `samplesize/range`.
 * @example
 * aucPrecisionSize({ auc: 0.803, halfWidth: 0.05 }); // about 300
 * @see Hanley and McNeil, Radiology 143 (1982) 29-36.
 */
export function aucPrecisionSize(plan: AucPrecisionPlan): number {
  const { auc, halfWidth, prevalence, level } = checkOptions(plan, DEFAULTS);
  requireWithin({ auc, halfWidth, prevalence, level }, 0, 1);
  const error = (n: number) => {
    const positives = Math.min(n - 1, Math.max(1, Math.round(n * prevalence)));
    return n < 2
      ? Number.POSITIVE_INFINITY
      : aucHalfWidth(auc, { positives, negatives: n - positives }, level);
  };
  return smallestSize(error, halfWidth);
}
