/**
 * How many patients a proportion, or the comparison of two, needs.
 *
 * Reads proportions, power, level or width, gives unrounded patients. Round up what you plan with.
 */
import { normalQuantile } from '../distributions/normal-quantile.ts';
import { checkOptions } from '../options.ts';
import { ERROR_RATES, type ErrorRates, rateQuantiles } from './error-rates.ts';
import { requireAboveZero, requireWithin } from './ranges.ts';

/** Two proportions that a test is to tell apart. */
export interface TwoProportionsPlan extends ErrorRates {
  /** Proportion of the first group, in (0, 1). */
  readonly first: number;
  /** Proportion of the second group, in (0, 1), not equal to the first. */
  readonly second: number;
}

const COMPARED = Object.freeze({ first: undefined, second: undefined, ...ERROR_RATES });

/**
 * Patients of each of two equal groups that show two proportions to differ.
 *
 * @param plan Both proportions and the error rates.
 * @throws StatsError `samplesize/range`.
 * @example
 * twoProportionsSize({ first: 0.3, second: 0.45 }); // 162.3
 * @see Fleiss, Levin and Paik, Statistical Methods for Rates and Proportions, 3rd ed. (2003), 4.12; power.prop.test.
 */
export function twoProportionsSize(plan: TwoProportionsPlan): number {
  const chosen = checkOptions(plan, COMPARED);
  const { first, second } = chosen;
  requireWithin({ first, second }, 0, 1);
  requireAboveZero({ 'distance of the proportions': Math.abs(first - second) });
  const z = rateQuantiles(chosen);
  const sum = first + second;
  const atNull = Math.sqrt(sum * (1 - sum / 2));
  const atEffect = Math.sqrt(first * (1 - first) + second * (1 - second));
  return ((z.alpha * atNull + z.power * atEffect) / (first - second)) ** 2;
}

/** A proportion and how precise it has to be. */
export interface ProportionPrecisionPlan {
  /** Expected proportion, in (0, 1). */
  readonly proportion: number;
  /** Half the width of its interval, in (0, 1). */
  readonly halfWidth: number;
  /** Confidence level. Default 0.95. */
  readonly level?: number;
}

const PRECISION = Object.freeze({ proportion: undefined, halfWidth: undefined, level: 0.95 });

/**
 * Patients that give a proportion a Wald interval of a given half width.
 *
 * @param plan The proportion and the precision wanted.
 * @throws StatsError `samplesize/range`.
 * @example
 * proportionPrecisionSize({ proportion: 0.85, halfWidth: 0.07 }); // 99.96
 * @see Buderer, Acad Emerg Med 3 (1996) 895-900.
 */
export function proportionPrecisionSize(plan: ProportionPrecisionPlan): number {
  const { proportion, halfWidth, level } = checkOptions(plan, PRECISION);
  requireWithin({ proportion, halfWidth, level }, 0, 1);
  return (normalQuantile((1 + level) / 2) / halfWidth) ** 2 * proportion * (1 - proportion);
}
