/**
 * What the chi-squared distribution says about a test statistic.
 *
 * Reads the statistic and its degrees of freedom, gives both tails and quantiles. Knows no data.
 */
import type { TailOption } from './domain.ts';
import { requirePositive } from './domain.ts';
import { gammaCdf, gammaQuantile, gammaSurvival } from './gamma.ts';
import { normalSurvival } from './normal.ts';

/**
 * P(X <= x).
 *
 * @param x Statistic.
 * @param df Degrees of freedom, above 0, need not be whole.
 * @throws StatsError `distributions/domain`.
 * @see R: pchisq(x, df).
 */
export function chiSquaredCdf(x: number, df: number): number {
  requirePositive(df, 'the degrees of freedom');
  return gammaCdf(x / 2, df / 2);
}

/**
 * P(X > x): the P value of a chi-squared statistic.
 *
 * @param x Statistic.
 * @param df Degrees of freedom, above 0, need not be whole.
 * @throws StatsError `distributions/domain`.
 * @example
 * chiSquaredSurvival(3.841459, 1); // 0.05
 * @see R: pchisq(x, df, lower.tail = FALSE).
 */
export function chiSquaredSurvival(x: number, df: number): number {
  requirePositive(df, 'the degrees of freedom');
  if (df === 1 && x > 0) return 2 * normalSurvival(Math.sqrt(x));
  return gammaSurvival(x / 2, df / 2);
}

/**
 * x for which P(X <= x) = p, or P(X > x) = p with `tail: 'upper'`.
 *
 * @param p Probability in [0, 1].
 * @param df Degrees of freedom, above 0.
 * @param options Which tail p is.
 * @throws StatsError `distributions/domain`.
 * @example
 * chiSquaredQuantile(0.95, 1); // 3.841458820694124
 * @see R: qchisq(p, df).
 */
export function chiSquaredQuantile(p: number, df: number, options?: TailOption): number {
  requirePositive(df, 'the degrees of freedom');
  return 2 * gammaQuantile(p, df / 2, options);
}
