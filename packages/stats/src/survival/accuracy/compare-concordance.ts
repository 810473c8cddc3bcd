/**
 * Which of two risks ranks the patients better.
 *
 * Reads two risks of the same patients, gives the difference of two C with its joint error. Knows no model.
 */
import { checkOptions } from '../../options.ts';
import type { Estimate, FollowUp } from '../../types.ts';
import { twoSidedP, zOfLevel } from '../follow-up/probability.ts';
import {
  CONCORDANCE_DEFAULTS,
  type Concordance,
  type ConcordanceOptions,
  concordance,
} from './concordance.ts';
import { UNO_DEFAULTS, type UnoOptions, unoConcordance } from './uno.ts';

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
