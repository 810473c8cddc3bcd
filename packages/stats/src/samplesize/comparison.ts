/**
 * How many events or patients a comparison or an estimate needs.
 *
 * Reads an effect, power and level, gives unrounded sizes: events of two survival curves, patients for an AUC, for two
 * proportions, for the width of a proportion. Round up what you plan with.
 */
import { normalQuantile } from '../distributions/normal.ts';
import { requireAboveZero, requireCount, requireWithin } from './ranges.ts';

/** Error rates of a two-sided test. */
export interface ErrorRates {
  /** Chance to find an effect that is there. Default 0.8. */
  readonly power?: number;
  /** Chance to find one that is not, two-sided. Default 0.05. */
  readonly alpha?: number;
}

function quantiles({ power = 0.8, alpha = 0.05 }: ErrorRates): { alpha: number; power: number } {
  requireWithin({ power, alpha }, 0, 1);
  return { alpha: normalQuantile(1 - alpha / 2), power: normalQuantile(power) };
}

/** Events of a log-rank test. */
export interface LogRankEvents {
  readonly schoenfeld: number;
  readonly freedman: number;
}

/**
 * Events that a log-rank test needs.
 *
 * @param plan Hazard ratio (not 1), and patients of the experimental arm for one control (ratio, default 1).
 * @throws StatsError `samplesize/range`.
 * @example
 * logRankEvents({ hazardRatio: 0.7 }).schoenfeld; // 246.8
 * @see Schoenfeld, Biometrika 68 (1981) 316-319; Freedman, Stat Med 1 (1982) 121-129.
 */
export function logRankEvents(plan: { hazardRatio: number; ratio?: number } & ErrorRates): LogRankEvents {
  const { hazardRatio, ratio = 1 } = plan;
  requireAboveZero({ hazardRatio, ratio, 'distance of the hazard ratio from 1': Math.abs(hazardRatio - 1) });
  const z = quantiles(plan);
  const square = (z.alpha + z.power) ** 2 / ratio;
  return {
    schoenfeld: (square * (1 + ratio) ** 2) / Math.log(hazardRatio) ** 2,
    freedman: (square * (1 + ratio * hazardRatio) ** 2) / (1 - hazardRatio) ** 2,
  };
}

/** Obuchowski's formula has the root of 2 to three decimals, and pROC follows it. */
const ROOT_TWO_AS_PUBLISHED = 1414 / 1000;

/** Patients of both classes. */
export interface ClassSizes {
  readonly positives: number;
  readonly negatives: number;
}

/**
 * Patients that show an AUC to differ from 0.5.
 *
 * @param plan AUC in (0.5, 1) and negatives for one positive (ratio, default 1).
 * @throws StatsError `samplesize/range`.
 * @example
 * aucTestSize({ auc: 0.75, ratio: 2 }).positives; // 14.46
 * @see Obuchowski et al., Clin Chem 50 (2004) 1118-1125; R's pROC::power.roc.test.
 */
export function aucTestSize(plan: { auc: number; ratio?: number } & ErrorRates): ClassSizes {
  const { auc, ratio = 1 } = plan;
  requireWithin({ auc }, 0.5, 1);
  requireAboveZero({ ratio });
  const z = quantiles(plan);
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

/**
 * Patients of each of two equal groups that show two proportions to differ.
 *
 * @param plan Both proportions, in (0, 1), not equal.
 * @throws StatsError `samplesize/range`.
 * @example
 * twoProportionsSize({ first: 0.3, second: 0.45 }); // 162.3
 * @see Fleiss, Levin and Paik, Statistical Methods for Rates and Proportions, 3rd ed. (2003), 4.12; power.prop.test.
 */
export function twoProportionsSize(plan: { first: number; second: number } & ErrorRates): number {
  const { first, second } = plan;
  requireWithin({ first, second }, 0, 1);
  requireAboveZero({ 'distance of the proportions': Math.abs(first - second) });
  const z = quantiles(plan);
  const sum = first + second;
  const atNull = Math.sqrt(sum * (1 - sum / 2));
  const atEffect = Math.sqrt(first * (1 - first) + second * (1 - second));
  return ((z.alpha * atNull + z.power * atEffect) / (first - second)) ** 2;
}

/**
 * Patients that give a proportion a Wald interval of a given half width.
 *
 * @param plan Proportion in (0, 1), half width in (0, 1), level (default 0.95).
 * @throws StatsError `samplesize/range`.
 * @example
 * proportionPrecisionSize({ proportion: 0.85, halfWidth: 0.07 }); // 99.96
 * @see Buderer, Acad Emerg Med 3 (1996) 895-900.
 */
export function proportionPrecisionSize(plan: {
  proportion: number;
  halfWidth: number;
  level?: number;
}): number {
  const { proportion, halfWidth, level = 0.95 } = plan;
  requireWithin({ proportion, halfWidth, level }, 0, 1);
  return (normalQuantile((1 + level) / 2) / halfWidth) ** 2 * proportion * (1 - proportion);
}
