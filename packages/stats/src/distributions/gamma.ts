/**
 * What the gamma distribution says about a value.
 *
 * Reads x and the shape (and rate), gives both tails and quantiles. Knows no data.
 */
import { StatsError } from '../errors.ts';
import {
  isUpperTail,
  requireNumber,
  requirePositive,
  requireProbability,
  type TailOption,
} from './domain.ts';
import { logGamma } from './gamma-function.ts';
import { normalQuantile } from './normal-quantile.ts';
import { poissonTerm } from './saddle-point.ts';
import { solveTail } from './solve.ts';

const EPSILON = 2 ** -53;
const TINY = 1e-300;

function refuseSlow(shape: number): never {
  throw new StatsError('distributions/no-convergence', {
    found: `Found a gamma distribution of shape ${shape}.`,
    needed: 'Needed a shape below about 1e12.',
    remedy: 'Use the normal distribution for so large a shape.',
  });
}

/** Sum of the power series of the lower tail, over its first term. */
function series(shape: number, x: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 1; n < 1e8; n++) {
    term *= x / (shape + n);
    sum += term;
    if (term < sum * EPSILON) return sum;
  }
  return refuseSlow(shape);
}

/** Legendre's continued fraction of the upper tail, by Lentz's method. */
function fraction(shape: number, x: number): number {
  let b = x + 1 - shape;
  let c = 1 / TINY;
  let d = 1 / b;
  let h = d;
  for (let i = 1; i < 1e8; i++) {
    const a = -i * (i - shape);
    b += 2;
    d = a * d + b;
    if (Math.abs(d) < TINY) d = TINY;
    c = b + a / c;
    if (Math.abs(c) < TINY) c = TINY;
    d = 1 / d;
    const factor = d * c;
    h *= factor;
    if (Math.abs(factor - 1) <= EPSILON * 2) return h;
  }
  return refuseSlow(shape);
}

/** Both tails of the gamma distribution with rate 1; the smaller one is computed, the other is its complement. */
function tails(x: number, shape: number): { lower: number; upper: number } {
  requireNumber(x);
  requirePositive(shape, 'the shape');
  if (x <= 0) return { lower: 0, upper: 1 };
  if (x === Number.POSITIVE_INFINITY) return { lower: 1, upper: 0 };
  const first = poissonTerm(shape, x);
  if (x < shape + 1) {
    const lower = Math.min(1, first === 0 ? 0 : first * series(shape, x));
    return { lower, upper: 1 - lower };
  }
  const upper = Math.min(1, first === 0 ? 0 : first * shape * fraction(shape, x));
  return { lower: 1 - upper, upper };
}

/**
 * Density of the gamma distribution with rate 1.
 *
 * @param x Any number.
 * @param shape Above 0.
 */
export function gammaDensity(x: number, shape: number): number {
  if (x < 0) return 0;
  if (x === 0) return shape < 1 ? Number.POSITIVE_INFINITY : shape === 1 ? 1 : 0;
  return shape < 1 ? (poissonTerm(shape, x) * shape) / x : poissonTerm(shape - 1, x);
}

/**
 * P(X <= x) of the gamma distribution with rate 1: the lower regularised incomplete gamma function.
 *
 * @param x Any number; for another rate pass x times the rate.
 * @param shape Above 0.
 * @throws StatsError `distributions/domain`.
 * @see Abramowitz and Stegun, 6.5.29. R: pgamma(x, shape).
 */
export function gammaCdf(x: number, shape: number): number {
  return tails(x, shape).lower;
}

/**
 * P(X > x) of the gamma distribution with rate 1, precise in the upper tail.
 *
 * @param x Any number; for another rate pass x times the rate.
 * @param shape Above 0.
 * @throws StatsError `distributions/domain`.
 * @see Abramowitz and Stegun, 6.5.31. R: pgamma(x, shape, lower.tail = FALSE).
 */
export function gammaSurvival(x: number, shape: number): number {
  return tails(x, shape).upper;
}

/** Wilson and Hilferty's cube root, or the first term of the lower tail where that gives nothing positive. */
function firstGuess(lower: number, shape: number): number {
  const z = normalQuantile(Math.min(Math.max(lower, 1e-300), 1 - 1e-16));
  const root = 1 - 1 / (9 * shape) + z / (3 * Math.sqrt(shape));
  if (root > 0.1 && shape > 0.3) return shape * root ** 3;
  return Math.exp((Math.log(Math.max(lower, 1e-300)) + logGamma(shape + 1)) / shape);
}

/**
 * x for which P(X <= x) = p with rate 1, or P(X > x) = p with `tail: 'upper'`.
 *
 * @param p Probability in [0, 1].
 * @param shape Above 0.
 * @param options Which tail p is.
 * @throws StatsError `distributions/domain`.
 * @see R: qgamma(p, shape).
 */
export function gammaQuantile(p: number, shape: number, options?: TailOption): number {
  requireProbability(p);
  requirePositive(shape, 'the shape');
  const isUpper = isUpperTail(options);
  if (p === 0 || p === 1) return (p === 0) === isUpper ? Number.POSITIVE_INFINITY : 0;
  const useUpper = isUpper === p <= 0.5;
  const target = p <= 0.5 ? p : 1 - p;
  const probability = (x: number) => (useUpper ? gammaSurvival(x, shape) : gammaCdf(x, shape));
  const guess = firstGuess(isUpper ? 1 - p : p, shape);
  const density = (x: number) => gammaDensity(x, shape);
  return solveTail({ probability, density, direction: useUpper ? -1 : 1 }, target, guess);
}
