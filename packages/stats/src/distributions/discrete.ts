/**
 * What the binomial and hypergeometric distributions say about a count.
 *
 * Reads counts and chances, gives probabilities of single counts and of tails. Knows no data.
 */
import { StatsError } from '../errors.ts';
import { betaTails } from './beta.ts';
import { requireProbability } from './domain.ts';
import { binomialTerm } from './gamma-function.ts';

function requireCount(value: number, name: string): void {
  if (Number.isSafeInteger(value) && value >= 0) return;
  throw new StatsError('distributions/domain', {
    found: `Found ${value} as ${name}.`,
    needed: 'Needed a whole number from 0.',
    remedy: 'Pass a count.',
  });
}

/**
 * P(X = k) of the binomial distribution.
 *
 * @param k Successes.
 * @param n Trials, a whole number from 0.
 * @param chance Probability of success in [0, 1].
 * @throws StatsError `distributions/domain`.
 * @see R: dbinom(k, n, chance).
 */
export function binomialProbability(k: number, n: number, chance: number): number {
  requireCount(n, 'the number of trials');
  requireProbability(chance);
  if (k < 0 || k > n || !Number.isInteger(k)) return 0;
  return binomialTerm({ success: k, failure: n - k }, { success: chance, failure: 1 - chance });
}

/**
 * P(X <= k) of the binomial distribution.
 *
 * @param k Successes.
 * @param n Trials, a whole number from 0.
 * @param chance Probability of success in [0, 1].
 * @throws StatsError `distributions/domain`.
 * @example
 * binomialCdf(2, 4, 0.5); // 0.6875
 * @see R: pbinom(k, n, chance).
 */
export function binomialCdf(k: number, n: number, chance: number): number {
  requireCount(n, 'the number of trials');
  requireProbability(chance);
  const whole = Math.floor(k);
  if (whole < 0) return 0;
  if (whole >= n) return 1;
  return betaTails({ x: chance, rest: 1 - chance }, whole + 1, n - whole).upper;
}

/**
 * P(X > k) of the binomial distribution, precise in the upper tail.
 *
 * @param k Successes.
 * @param n Trials, a whole number from 0.
 * @param chance Probability of success in [0, 1].
 * @throws StatsError `distributions/domain`.
 * @see R: pbinom(k, n, chance, lower.tail = FALSE).
 */
export function binomialSurvival(k: number, n: number, chance: number): number {
  requireCount(n, 'the number of trials');
  requireProbability(chance);
  const whole = Math.floor(k);
  if (whole < 0) return 1;
  if (whole >= n) return 0;
  return betaTails({ x: chance, rest: 1 - chance }, whole + 1, n - whole).lower;
}

/** An urn and a draw from it. */
export interface Urn {
  /** Marked balls in the urn. */
  readonly marked: number;
  /** Unmarked balls in the urn. */
  readonly unmarked: number;
  /** Balls drawn without putting back, at most all. */
  readonly drawn: number;
}

/**
 * P(X = k): k marked balls among those drawn.
 *
 * @param k Marked balls drawn.
 * @param urn The urn; all counts are whole numbers from 0.
 * @throws StatsError `distributions/domain`.
 * @see R: dhyper(k, marked, unmarked, drawn).
 */
export function hypergeometricProbability(k: number, urn: Urn): number {
  const { marked, unmarked, drawn } = urn;
  requireCount(marked, 'the number of marked balls');
  requireCount(unmarked, 'the number of unmarked balls');
  requireCount(drawn, 'the number of balls drawn');
  const total = marked + unmarked;
  requireCount(total - drawn, 'the number of balls left');
  if (!Number.isInteger(k) || k < Math.max(0, drawn - unmarked) || k > Math.min(marked, drawn)) return 0;
  if (drawn === 0 || drawn === total) return 1;
  const chance = { success: drawn / total, failure: (total - drawn) / total };
  const fromMarked = binomialTerm({ success: k, failure: marked - k }, chance);
  const fromUnmarked = binomialTerm({ success: drawn - k, failure: unmarked - (drawn - k) }, chance);
  return (fromMarked * fromUnmarked) / binomialTerm({ success: drawn, failure: total - drawn }, chance);
}

/**
 * P(X <= k): at most k marked balls among those drawn.
 *
 * @param k Marked balls drawn.
 * @param urn The urn.
 * @throws StatsError `distributions/domain`.
 * @see R: phyper(k, marked, unmarked, drawn).
 */
export function hypergeometricCdf(k: number, urn: Urn): number {
  return sumTail(k, urn, -1);
}

/**
 * P(X > k): more than k marked balls among those drawn.
 *
 * @param k Marked balls drawn.
 * @param urn The urn.
 * @throws StatsError `distributions/domain`.
 * @see R: phyper(k, marked, unmarked, drawn, lower.tail = FALSE).
 */
export function hypergeometricSurvival(k: number, urn: Urn): number {
  return sumTail(Math.floor(k) + 1, urn, 1);
}

/** Sum of the probabilities from `from` to the end of the support, downwards or upwards. */
function sumTail(from: number, urn: Urn, step: 1 | -1): number {
  const low = Math.max(0, urn.drawn - urn.unmarked);
  const high = Math.min(urn.marked, urn.drawn);
  let k = step === 1 ? Math.max(Math.floor(from), low) : Math.min(Math.floor(from), high);
  let term = hypergeometricProbability(k, urn);
  let sum = 0;
  while (k >= low && k <= high) {
    sum += term;
    const up = ((urn.marked - k) * (urn.drawn - k)) / ((k + 1) * (urn.unmarked - urn.drawn + k + 1));
    const down = (k * (urn.unmarked - urn.drawn + k)) / ((urn.marked - k + 1) * (urn.drawn - k + 1));
    term *= step === 1 ? up : down;
    k += step;
  }
  return Math.min(1, sum);
}
