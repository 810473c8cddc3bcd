/**
 * What the beta distribution says about a proportion.
 *
 * Reads x and two shapes, gives both tails and quantiles. Knows no data.
 */
import { StatsError } from '../errors.ts';
import {
  isUpperTail,
  requireNumber,
  requirePositive,
  requireProbability,
  type TailOption,
} from './domain.ts';
import { binomialTerm, logBeta } from './gamma-function.ts';
import { solveTail } from './solve.ts';

const EPSILON = 2 ** -53;
const TINY = 1e-300;

/** A point of the unit interval with its complement, so that neither end loses digits. */
export interface UnitPoint {
  /** Distance from 0. */
  readonly x: number;
  /** Distance from 1: 1 - x. */
  readonly rest: number;
}

/** The two tails of a distribution at one point. */
export interface Tails {
  /** P(X <= x). */
  readonly lower: number;
  /** P(X > x). */
  readonly upper: number;
}

function awayFromZero(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}

/** Continued fraction of the incomplete beta function, without cancellation near the mean, by Lentz's method. */
function fraction(point: UnitPoint, a: number, b: number): number {
  const { x, rest } = point;
  const lambda = a > b ? (a + b) * rest - b : a - (a + b) * x;
  const first = awayFromZero((a / (a + 1)) * (lambda + 1));
  let c = 1 / TINY;
  let d = 1 / first;
  let h = d;
  for (let n = 1; n < 1e7; n++) {
    const bent = (n * (b - n) * x) / (a + 2 * n - 1);
    const alpha = (((a + n - 1) * (a + b + n - 1)) / (a + 2 * n - 1)) * x * bent;
    const beta = n + bent + ((a + n) / (a + 2 * n + 1)) * (lambda + 1 + n * (1 + rest));
    d = 1 / awayFromZero(beta + alpha * d);
    c = awayFromZero(beta + alpha / c);
    const factor = d * c;
    h *= factor;
    if (Math.abs(factor - 1) <= EPSILON * 2) return h;
  }
  throw new StatsError('distributions/no-convergence', {
    found: `Found beta shapes ${a} and ${b}.`,
    needed: 'Needed shapes below about 1e12.',
    remedy: 'Use the normal distribution for so large shapes.',
  });
}

/** x^a (1 - x)^b / B(a, b). */
function prefactor(point: UnitPoint, a: number, b: number): number {
  return (
    binomialTerm({ success: a, failure: b }, { success: point.x, failure: point.rest }) * ((a * b) / (a + b))
  );
}

/**
 * Both tails of the beta distribution; the tail beyond the mean is computed, the other is its complement.
 *
 * @param point Where, with the complement.
 * @param a First shape, above 0.
 * @param b Second shape, above 0.
 * @throws StatsError `distributions/domain`.
 * @see Abramowitz and Stegun, 26.5.8. R: pbeta(x, a, b).
 */
export function betaTails(point: UnitPoint, a: number, b: number): Tails {
  requireNumber(point.x);
  requirePositive(a, 'the first shape');
  requirePositive(b, 'the second shape');
  if (point.x <= 0) return { lower: 0, upper: 1 };
  if (point.rest <= 0) return { lower: 1, upper: 0 };
  if (point.x <= (a + 1) / (a + b + 2)) {
    const first = prefactor(point, a, b);
    const lower = Math.min(1, first === 0 ? 0 : first * fraction(point, a, b));
    return { lower, upper: 1 - lower };
  }
  const mirrored = { x: point.rest, rest: point.x };
  const first = prefactor(mirrored, b, a);
  const upper = Math.min(1, first === 0 ? 0 : first * fraction(mirrored, b, a));
  return { lower: 1 - upper, upper };
}

/**
 * P(X <= x) of the beta distribution: the regularised incomplete beta function.
 *
 * @param x Any number; below 0 gives 0, above 1 gives 1.
 * @param a First shape, above 0.
 * @param b Second shape, above 0.
 * @throws StatsError `distributions/domain`.
 * @example
 * betaCdf(0.5, 2, 2); // 0.5
 * @see R: pbeta(x, a, b).
 */
export function betaCdf(x: number, a: number, b: number): number {
  return betaTails({ x, rest: 1 - x }, a, b).lower;
}

/**
 * P(X > x) of the beta distribution, precise in the upper tail.
 *
 * @param x Any number.
 * @param a First shape, above 0.
 * @param b Second shape, above 0.
 * @throws StatsError `distributions/domain`.
 * @see R: pbeta(x, a, b, lower.tail = FALSE).
 */
export function betaSurvival(x: number, a: number, b: number): number {
  return betaTails({ x, rest: 1 - x }, a, b).upper;
}

/**
 * Density of the beta distribution.
 *
 * @param x In (0, 1); outside the density is 0.
 * @param a First shape, above 0.
 * @param b Second shape, above 0.
 * @see R: dbeta(x, a, b).
 */
export function betaDensity(x: number, a: number, b: number): number {
  if (x <= 0 || x >= 1) return 0;
  return Math.exp((a - 1) * Math.log(x) + (b - 1) * Math.log1p(-x) - logBeta(a, b));
}

/** x in (0, 1/2] with a lower tail of at most its value there, solved on the odds scale. */
function solveBelowHalf(p: { lower: number; upper: number }, a: number, b: number): number {
  const useLower = p.lower <= p.upper;
  const at = (odds: number): UnitPoint => ({ x: odds / (1 + odds), rest: 1 / (1 + odds) });
  const probability = (odds: number) => {
    const both = betaTails(at(odds), a, b);
    return useLower ? both.lower : both.upper;
  };
  const density = (odds: number) => {
    const point = at(odds);
    return (
      (binomialTerm({ success: a, failure: b }, { success: point.x, failure: point.rest }) *
        ((a * b) / (a + b))) /
      odds
    );
  };
  const target = useLower ? p.lower : p.upper;
  const start = Math.min(
    1,
    Math.exp((Math.log(Math.max(p.lower, 1e-300)) + Math.log(a) + logBeta(a, b)) / a),
  );
  const odds = solveTail({ probability, density, direction: useLower ? 1 : -1 }, target, start);
  return odds / (1 + odds);
}

/**
 * x for which P(X <= x) = p, or P(X > x) = p with `tail: 'upper'`.
 *
 * @param p Probability in [0, 1].
 * @param shapes The two shapes, above 0.
 * @param options Which tail p is.
 * @throws StatsError `distributions/domain`.
 * @example
 * betaQuantile(0.025, [1, 10]); // lower Clopper-Pearson limit of 1 in 10
 * @see R: qbeta(p, a, b).
 */
export function betaQuantile(p: number, shapes: readonly [number, number], options?: TailOption): number {
  requireProbability(p);
  const [a, b] = shapes;
  requirePositive(a, 'the first shape');
  requirePositive(b, 'the second shape');
  const isUpper = isUpperTail(options);
  if (p === 0 || p === 1) return (p === 0) === isUpper ? 1 : 0;
  const lower = isUpper ? 1 - p : p;
  const upper = isUpper ? p : 1 - p;
  const half = betaTails({ x: 0.5, rest: 0.5 }, a, b);
  if (lower <= upper ? lower <= half.lower : upper >= half.upper)
    return solveBelowHalf({ lower, upper }, a, b);
  return 1 - solveBelowHalf({ lower: upper, upper: lower }, b, a);
}
