/**
 * What the F distribution says about a ratio of variances.
 *
 * Reads the ratio and two degrees of freedom, gives both tails and quantiles. Knows no data.
 */
import { betaTails, type Tails } from './beta-tails.ts';
import {
  isUpperTail,
  requireNumber,
  requirePositive,
  requireProbability,
  type TailOption,
} from './domain.ts';
import { binomialTerm } from './saddle-point.ts';
import { solveTail } from './solve.ts';

function tails(f: number, df1: number, df2: number): Tails {
  requireNumber(f);
  requirePositive(df1, 'the first degrees of freedom');
  requirePositive(df2, 'the second degrees of freedom');
  if (f <= 0) return { lower: 0, upper: 1 };
  if (f === Number.POSITIVE_INFINITY) return { lower: 1, upper: 0 };
  const odds = (f * df1) / df2;
  return betaTails({ x: odds / (1 + odds), rest: 1 / (1 + odds) }, df1 / 2, df2 / 2);
}

/**
 * P(F <= f).
 *
 * @param f Ratio of mean squares.
 * @param df1 Degrees of freedom above the line, above 0.
 * @param df2 Degrees of freedom below the line, above 0.
 * @throws StatsError `distributions/domain`.
 * @see R: pf(f, df1, df2).
 */
export function fCdf(f: number, df1: number, df2: number): number {
  return tails(f, df1, df2).lower;
}

/**
 * P(F > f): the P value of an F statistic.
 *
 * @param f Ratio of mean squares.
 * @param df1 Degrees of freedom above the line, above 0.
 * @param df2 Degrees of freedom below the line, above 0.
 * @throws StatsError `distributions/domain`.
 * @example
 * fSurvival(4.964603, 1, 10); // 0.05
 * @see R: pf(f, df1, df2, lower.tail = FALSE).
 */
export function fSurvival(f: number, df1: number, df2: number): number {
  return tails(f, df1, df2).upper;
}

/**
 * f for which P(F <= f) = p, or P(F > f) = p with `tail: 'upper'`.
 *
 * @param p Probability in [0, 1].
 * @param df The two degrees of freedom, above 0.
 * @param options Which tail p is.
 * @throws StatsError `distributions/domain`.
 * @example
 * fQuantile(0.95, [1, 10]); // 4.964602743730711
 * @see R: qf(p, df1, df2).
 */
export function fQuantile(p: number, df: readonly [number, number], options?: TailOption): number {
  requireProbability(p);
  const [df1, df2] = df;
  const isUpper = isUpperTail(options);
  if (p === 0 || p === 1) return (p === 0) === isUpper ? Number.POSITIVE_INFINITY : 0;
  const useUpper = isUpper === p <= 0.5;
  const target = p <= 0.5 ? p : 1 - p;
  const probability = (f: number) => (useUpper ? fSurvival(f, df1, df2) : fCdf(f, df1, df2));
  const density = (f: number) => {
    const odds = (f * df1) / df2;
    const chance = { success: odds / (1 + odds), failure: 1 / (1 + odds) };
    const mass = binomialTerm({ success: df1 / 2, failure: df2 / 2 }, chance);
    return (mass * (df1 * df2)) / (2 * (df1 + df2)) / f;
  };
  return solveTail({ probability, density, direction: useUpper ? -1 : 1 }, target, 1);
}
