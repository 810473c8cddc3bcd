/**
 * Whether two scores separate the classes differently.
 *
 * Reads two scores, of the same patients or of different ones, gives the difference of their areas with DeLong's test.
 * Not for training data, and not for a model and its own extension on the data both were fitted on: the test is then
 * invalid. Knows nothing of how the scores were made.
 */
import type { Numbers } from '../columns.ts';
import { normalSurvival } from '../distributions/normal.ts';
import { normalQuantile } from '../distributions/normal-quantile.ts';
import { checkOptions, requireLevel } from '../options.ts';
import type { Estimate } from '../types.ts';
import { separateClasses } from './levels.ts';
import { areaCovariance, placements } from './placements.ts';

/** Options of the comparisons. */
export interface CompareOptions {
  /** Confidence level of the difference. Default 0.95. */
  readonly level: number;
}

/** What comparisons of areas take, with the defaults. */
export const COMPARE_DEFAULTS = Object.freeze({ level: 0.95 });

/** What both comparisons give. The difference is first minus second. */
export interface AreaComparison {
  /** Area of the first score. */
  readonly first: number;
  /** Area of the second score. */
  readonly second: number;
  /** First minus second, with its interval. */
  readonly difference: Estimate;
  /** DeLong's variance of the first area; null with fewer than two patients in a class. */
  readonly firstVariance: number | null;
  /** DeLong's variance of the second area. */
  readonly secondVariance: number | null;
  /** Standard error of the difference. */
  readonly standardError: number | null;
  /** Difference over its standard error; 0 for 0 / 0 when paired, null when unpaired. */
  readonly z: number | null;
  /** Two-sided P of z under the normal distribution. */
  readonly p: number | null;
}

/** Comparison on the same patients. */
export interface PairedComparison extends AreaComparison {
  /** DeLong's covariance of the two areas. */
  readonly covariance: number | null;
}

const TOO_FEW = 'No interval: DeLong needs two positive and two negative patients.';

const NO_VARIANCE = 'The standard error is 0: the test says nothing about precision.';

/** The difference with its limits; null without an error. */
export function estimateOf(value: number, standardError: number | null, level: number): Estimate {
  const method = 'DeLong';
  if (standardError === null) return { value, lower: null, upper: null, level, method, reason: TOO_FEW };
  const half = normalQuantile(1 - (1 - level) / 2) * standardError;
  const bare = { value, lower: value - half, upper: value + half, level, method };
  return standardError === 0 ? { ...bare, reason: NO_VARIANCE } : bare;
}

/** Two-sided P of a normal statistic; null of null. */
export function twoSided(z: number | null): number | null {
  return z === null ? null : 2 * normalSurvival(Math.abs(z));
}

/**
 * DeLong's test of two scores of the same patients.
 *
 * @param first Length n, finite, higher is more positive.
 * @param second Length n, for the same patients.
 * @param labels Length n, 1 positive, 0 negative.
 * @param options Confidence level.
 * @throws StatsError `input/...`.
 * @example
 * compareAucPaired(score, radiologist, labels).p;
 * @see DeLong et al., Biometrics 44 (1988) 837-845. R: pROC::roc.test(paired = TRUE, method = "delong").
 */
export function compareAucPaired(
  first: Numbers,
  second: Numbers,
  labels: Numbers,
  options: Partial<CompareOptions> = {},
): PairedComparison {
  const { level } = checkOptions(options, COMPARE_DEFAULTS);
  requireLevel(level);
  const a = placements(separateClasses(first, labels));
  const b = placements(separateClasses(second, labels));
  const firstVariance = areaCovariance(a, a);
  const secondVariance = areaCovariance(b, b);
  const covariance = areaCovariance(a, b);
  const value = a.area - b.area;
  const standardError = covariance === null ? null : pairedError(firstVariance!, secondVariance!, covariance);
  const z = standardError === null ? null : value === 0 && standardError === 0 ? 0 : value / standardError;
  const difference = estimateOf(value, standardError, level);
  const areas = { first: a.area, second: b.area, firstVariance, secondVariance };
  return { ...areas, difference, standardError, z, p: twoSided(z), covariance };
}

/** Standard error of a paired difference; what rounding leaves of equal scores is 0. */
function pairedError(first: number, second: number, covariance: number): number {
  const variance = first + second - 2 * covariance;
  return variance <= 1e-15 * (first + second) ? 0 : Math.sqrt(variance);
}
