/**
 * Where a tail probability is reached.
 *
 * Reads a monotone tail and its density on the positive half line, gives the point. Knows no distribution.
 */
import { StatsError } from '../errors.ts';

/** A tail of a continuous distribution on (0, infinity). */
export interface Tail {
  /** Tail probability at x. */
  readonly probability: (x: number) => number;
  /** Density at x. */
  readonly density: (x: number) => number;
  /** 1 when the probability rises with x (lower tail), -1 when it falls (upper tail). */
  readonly direction: 1 | -1;
}

const SMALLEST = 1e-307;
const LARGEST = 1e307;

/** Point between two positive ones, in the middle of their logarithms. */
function between(low: number, high: number): number {
  return Math.sqrt(low) * Math.sqrt(high);
}

/**
 * The x at which a tail holds the probability asked for. Newton's method on logarithms, kept inside a bracket.
 *
 * @param tail The tail; its probability at the answer should be at most about a half.
 * @param target Probability above 0.
 * @param start First guess, above 0.
 * @throws StatsError `distributions/no-convergence` when 300 steps do not suffice.
 */
export function solveTail(tail: Tail, target: number, start: number): number {
  let low = SMALLEST;
  let high = LARGEST;
  let x = Math.min(Math.max(start, 1e-300), 1e300);
  for (let step = 0; step < 300; step++) {
    const p = tail.probability(x);
    const excess = p > 0 ? Math.log(p / target) : Number.NEGATIVE_INFINITY;
    if (excess === 0) return x;
    if (excess * tail.direction > 0) high = x;
    else low = x;
    const slope = tail.direction * tail.density(x) * (x / p);
    const move = -excess / slope;
    const proposed = Number.isFinite(move) && Math.abs(move) < 50 ? x * Math.exp(move) : Number.NaN;
    const next = proposed > low && proposed < high ? proposed : between(low, high);
    if (Math.abs(next - x) <= 2.3e-16 * x || next <= low || next >= high) return next;
    x = next;
  }
  throw new StatsError('distributions/no-convergence', {
    found: `Found no point with tail probability ${target} in 300 steps.`,
    needed: 'Needed a smooth tail.',
    remedy: 'Check the parameters of the distribution.',
  });
}
