/**
 * What Student's t distribution says about a t value.
 *
 * Reads t and the degrees of freedom, gives both tails and quantiles. Knows no data.
 */
import { betaTails, type UnitPoint } from './beta-tails.ts';
import {
  isUpperTail,
  requireNumber,
  requirePositive,
  requireProbability,
  type TailOption,
} from './domain.ts';
import { normalSurvival } from './normal.ts';
import { normalQuantile } from './normal-quantile.ts';
import { binomialTerm } from './saddle-point.ts';
import { solveTail } from './solve.ts';

/** Above this many degrees of freedom t and z agree to the last digit. */
const NORMAL_FROM = 1e17;

/** t^2 / (df + t^2) with its complement. */
function squarePoint(t: number, df: number): UnitPoint {
  const ratio = t / Math.sqrt(df);
  const square = ratio * ratio;
  if (square > 1e300) return { x: 1, rest: 1 / square };
  return { x: square / (1 + square), rest: 1 / (1 + square) };
}

/** P(T > t) for t >= 0. */
function upperTail(t: number, df: number): number {
  if (df >= NORMAL_FROM) return normalSurvival(t);
  if (t === Number.POSITIVE_INFINITY) return 0;
  return betaTails(squarePoint(t, df), 0.5, df / 2).upper / 2;
}

/** Density at t > 0. */
function density(t: number, df: number): number {
  const point = squarePoint(t, df);
  const mass = binomialTerm({ success: 0.5, failure: df / 2 }, { success: point.x, failure: point.rest });
  return (mass * df) / (2 * (1 + df)) / t;
}

/**
 * P(T > t).
 *
 * @param t Any number.
 * @param df Degrees of freedom, above 0, need not be whole.
 * @throws StatsError `distributions/domain`.
 * @example
 * 2 * studentSurvival(2.228139, 10); // 0.05
 * @see R: pt(t, df, lower.tail = FALSE).
 */
export function studentSurvival(t: number, df: number): number {
  requireNumber(t);
  requirePositive(df, 'the degrees of freedom');
  return t >= 0 ? upperTail(t, df) : 1 - upperTail(-t, df);
}

/**
 * P(T <= t).
 *
 * @param t Any number.
 * @param df Degrees of freedom, above 0, need not be whole.
 * @throws StatsError `distributions/domain`.
 * @see R: pt(t, df).
 */
export function studentCdf(t: number, df: number): number {
  return studentSurvival(-t, df);
}

/**
 * t for which P(T <= t) = p, or P(T > t) = p with `tail: 'upper'`.
 *
 * @param p Probability in [0, 1]; 0 and 1 give infinities.
 * @param df Degrees of freedom, above 0.
 * @param options Which tail p is.
 * @throws StatsError `distributions/domain`.
 * @example
 * studentQuantile(0.975, 10); // 2.2281388519649385
 * @see R: qt(p, df).
 */
export function studentQuantile(p: number, df: number, options?: TailOption): number {
  requireProbability(p);
  requirePositive(df, 'the degrees of freedom');
  if (df >= NORMAL_FROM) return normalQuantile(p, options);
  const sign = isUpperTail(options) ? -1 : 1;
  if (p === 0.5) return 0;
  if (p === 0 || p === 1) return sign * (p === 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY);
  const upper = p < 0.5 ? p : 1 - p;
  const guess = Math.max(-normalQuantile(upper), (0.3 / upper) ** (1 / df) - 1);
  const tail = {
    probability: (t: number) => upperTail(t, df),
    density: (t: number) => density(t, df),
    direction: -1 as const,
  };
  const t = solveTail(tail, upper, guess);
  return p < 0.5 ? -sign * t : sign * t;
}
