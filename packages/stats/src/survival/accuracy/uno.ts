/**
 * Concordance that does not depend on how patients were censored, and the comparison of two scores.
 *
 * Reads risks and follow-up, weighs each comparable pair by 1 / G(t-)^2. Knows nothing of models.
 */

import { StatsError } from '../../errors.ts';
import { checkOptions } from '../../options.ts';
import type { Estimate, FollowUp } from '../../types.ts';
import { censoringCurve } from '../curve/censoring.ts';
import { requireFollowUp } from '../follow-up/follow-up.ts';
import { countBelow } from '../follow-up/order.ts';
import { twoSidedP, zOfLevel } from '../follow-up/probability.ts';
import {
  CONCORDANCE_DEFAULTS,
  type Concordance,
  type ConcordanceOptions,
  concordance,
} from './concordance.ts';

/** How Uno's C is cut off. */
export interface UnoOptions {
  /** Only events up to this time count, in months. Default all. */
  readonly horizonMonths?: number;
  /** Coverage. Default 0.95. */
  readonly level?: number;
}

const UNO_DEFAULTS = Object.freeze({ horizonMonths: Number.POSITIVE_INFINITY, level: 0.95 });

/**
 * Uno's concordance index.
 *
 * @param risk Higher means a shorter time to the event. Length n.
 * @param followUp Months and events of n patients.
 * @throws StatsError as `concordance`; `survival/horizon` for a horizon that is not above 0.
 * @example
 * unoConcordance(score, followUp, { horizonMonths: 24 }).index.value;
 * @see Uno et al., Stat Med 30 (2011) 1105-1117; R survival::concordance(timewt = "n/G2", ymax).
 */
export function unoConcordance(
  risk: ArrayLike<number>,
  followUp: FollowUp,
  options: UnoOptions = {},
): Concordance {
  const { horizonMonths, level } = checkOptions(options, UNO_DEFAULTS);
  requireFollowUp(followUp);
  if (!(horizonMonths > 0))
    throw new StatsError('survival/horizon', {
      found: `Found a horizon of ${horizonMonths} months.`,
      needed: 'Needed a horizon above 0.',
      remedy: 'Leave it out to use all events.',
    });
  const curve = censoringCurve(followUp);
  const timeWeight = (months: number): number => {
    if (months > horizonMonths) return 0;
    return 1 / curve.before[countBelow(curve.times, months)]! ** 2;
  };
  const result = concordance(risk, followUp, { level, timeWeight });
  const method = "Uno's concordance, weights 1 / G(t-)^2, infinitesimal jackknife";
  return { ...result, index: { ...result.index, method } };
}

/** Two concordance indices of the same patients. */
export interface ConcordanceComparison {
  /** Index of the first score. */
  readonly first: Concordance;
  /** Index of the second score. */
  readonly second: Concordance;
  /** Covariance of the two, 2 x 2. */
  readonly covariance: readonly (readonly number[])[];
  /** First less second, with limits. */
  readonly difference: Estimate;
  /** Standard error of the difference. */
  readonly standardError: number;
  /** Difference over its error; null when the error is 0. */
  readonly z: number | null;
  /** Two-sided P; null when z is. */
  readonly p: number | null;
}

function contrast(first: Concordance, second: Concordance, level: number): ConcordanceComparison {
  const product = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);
  const shared = product(first.influence, second.influence);
  const variances = [first, second].map(({ influence }) => product(influence, influence));
  const standardError = Math.sqrt(Math.max(0, variances[0]! + variances[1]! - 2 * shared));
  const value = first.index.value! - second.index.value!;
  const half = zOfLevel(level) * standardError;
  const z = standardError > 0 ? value / standardError : null;
  return {
    first,
    second,
    covariance: [
      [variances[0]!, shared],
      [shared, variances[1]!],
    ],
    difference: {
      value,
      lower: value - half,
      upper: value + half,
      level,
      method: 'Difference of concordance indices, infinitesimal jackknife',
      ...(z === null ? { reason: 'The two scores rank alike.' } : {}),
    },
    standardError,
    z,
    p: z === null ? null : twoSidedP(z),
  };
}

/**
 * Compare Harrell's concordance of two scores in the same patients.
 *
 * @param risks Two scores, higher is worse. Length n each.
 * @param followUp Months and events of n patients.
 * @throws StatsError as `concordance`.
 * @see R survival::concordance of two fits.
 */
export function compareConcordance(
  risks: readonly [ArrayLike<number>, ArrayLike<number>],
  followUp: FollowUp,
  options: ConcordanceOptions = {},
): ConcordanceComparison {
  const { level } = checkOptions(options, CONCORDANCE_DEFAULTS);
  const [first, second] = risks.map((risk) => concordance(risk, followUp, options));
  return contrast(first!, second!, level);
}

/**
 * Compare Uno's concordance of two scores in the same patients.
 *
 * @param risks Two scores, higher is worse. Length n each.
 * @param followUp Months and events of n patients.
 * @throws StatsError as `unoConcordance`.
 */
export function compareUnoConcordance(
  risks: readonly [ArrayLike<number>, ArrayLike<number>],
  followUp: FollowUp,
  options: UnoOptions = {},
): ConcordanceComparison {
  const { level } = checkOptions(options, UNO_DEFAULTS);
  const [first, second] = risks.map((risk) => unoConcordance(risk, followUp, options));
  return contrast(first!, second!, level);
}
