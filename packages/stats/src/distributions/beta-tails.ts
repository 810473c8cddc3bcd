/**
 * Both tails of the beta distribution at once.
 *
 * Reads a point of the unit interval and two shapes, gives the incomplete beta function from both ends. Knows no quantile.
 */
import { StatsError } from '../errors.ts';
import { requireNumber, requirePositive } from './domain.ts';
import { binomialTerm } from './saddle-point.ts';

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
