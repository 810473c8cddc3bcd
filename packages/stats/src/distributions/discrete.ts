/**
 * What the binomial and hypergeometric distributions say about a count.
 *
 * Reads counts and chances, gives probabilities of single counts and of tails. Knows no data.
 */
import { StatsError } from '../errors.ts';
import { betaTails } from './beta-tails.ts';
import { requireProbability } from './domain.ts';
import { binomialTerm } from './saddle-point.ts';

/** Refuses what is no whole number from 0. StatsError `distributions/domain`. */
export function requireWhole(value: number, name: string): void {
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
  requireWhole(n, 'the number of trials');
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
  requireWhole(n, 'the number of trials');
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
  requireWhole(n, 'the number of trials');
  requireProbability(chance);
  const whole = Math.floor(k);
  if (whole < 0) return 1;
  if (whole >= n) return 0;
  return betaTails({ x: chance, rest: 1 - chance }, whole + 1, n - whole).lower;
}
