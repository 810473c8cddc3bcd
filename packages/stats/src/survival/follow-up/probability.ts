/**
 * Which tail probabilities the survival statistics ask for.
 *
 * Reads a statistic, gives its P. Knows nothing of where the statistic came from.
 */
import { chiSquaredSurvival } from '../../distributions/chi-squared.ts';
import { normalSurvival } from '../../distributions/normal.ts';
import { normalQuantile } from '../../distributions/normal-quantile.ts';

export { normalQuantile };

/** Two-sided P of a standard normal statistic. */
export function twoSidedP(z: number): number {
  return Math.min(1, 2 * normalSurvival(Math.abs(z)));
}

/** Upper tail of a chi-square statistic with df >= 1 degrees of freedom. */
export function chiSquareP(statistic: number, degreesOfFreedom: number): number {
  return chiSquaredSurvival(Math.max(0, statistic), degreesOfFreedom);
}

/** The normal quantile z of a two-sided interval: 1.96 for a level of 0.95. */
export function zOfLevel(level: number): number {
  return normalQuantile(1 - (1 - level) / 2);
}
