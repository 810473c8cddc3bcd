/**
 * How many patients show that an AUC is not 0.5, and how wide its interval is with given patients.
 *
 * Reads the AUC, power, level or class sizes, gives unrounded patients or a width. Knows no prevalence.
 */
import { normalQuantile } from '../distributions/normal-quantile.ts';
import { checkOptions } from '../options.ts';
import { ERROR_RATES, type ErrorRates, rateQuantiles } from './error-rates.ts';
import { requireAboveZero, requireCount, requireWithin } from './ranges.ts';

/** Obuchowski's formula has the root of 2 to three decimals, and pROC follows it. */
const ROOT_TWO_AS_PUBLISHED = 1414 / 1000;

/** The AUC that a test is to tell from 0.5. */
export interface AucTestPlan extends ErrorRates {
  /** Expected AUC, in (0.5, 1). */
  readonly auc: number;
  /** Negatives for one positive. Default 1. */
  readonly ratio?: number;
}

const DEFAULTS = Object.freeze({ auc: undefined, ratio: 1, ...ERROR_RATES });

/** Patients of both classes. */
export interface ClassSizes {
  /** Patients with the condition. */
  readonly positives: number;
  /** Patients without it. */
  readonly negatives: number;
}

/**
 * Patients that show an AUC to differ from 0.5.
 *
 * @param plan The AUC and the error rates.
 * @throws StatsError `samplesize/range`.
 * @example
 * aucTestSize({ auc: 0.75, ratio: 2 }).positives; // 14.46
 * @see Obuchowski et al., Clin Chem 50 (2004) 1118-1125; R's pROC::power.roc.test.
 */
export function aucTestSize(plan: AucTestPlan): ClassSizes {
  const chosen = checkOptions(plan, DEFAULTS);
  const { auc, ratio } = chosen;
  requireWithin({ auc }, 0.5, 1);
  requireAboveZero({ ratio });
  const z = rateQuantiles(chosen);
  const square = (ROOT_TWO_AS_PUBLISHED * normalQuantile(auc)) ** 2;
  const atEffect = 0.0099 * Math.exp(-square / 2) * (5 * square + 8 + (square + 8) / ratio);
  const atNull = 0.0099 * (8 + 8 / ratio);
  const positives = (z.alpha * Math.sqrt(atNull) + z.power * Math.sqrt(atEffect)) ** 2 / (auc - 0.5) ** 2;
  return { positives, negatives: positives * ratio };
}

/**
 * Half the width of the confidence interval of an AUC.
 *
 * @param auc In (0, 1).
 * @param sizes Patients of both classes.
 * @param level Confidence level. Default 0.95.
 * @throws StatsError `samplesize/range`.
 * @example
 * aucHalfWidth(0.803, { positives: 100, negatives: 100 }); // 0.061
 * @see Hanley and McNeil, Radiology 143 (1982) 29-36.
 */
export function aucHalfWidth(auc: number, sizes: ClassSizes, level = 0.95): number {
  requireWithin({ auc, level }, 0, 1);
  requireCount({ ...sizes });
  const q1 = auc / (2 - auc);
  const q2 = (2 * auc * auc) / (1 + auc);
  const { positives: m, negatives: n } = sizes;
  const variance = (auc * (1 - auc) + (m - 1) * (q1 - auc * auc) + (n - 1) * (q2 - auc * auc)) / (m * n);
  return normalQuantile((1 + level) / 2) * Math.sqrt(variance);
}
