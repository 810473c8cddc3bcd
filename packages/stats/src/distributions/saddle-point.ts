/**
 * Probabilities of counts without large numbers that cancel.
 *
 * Reads counts and means, gives terms of the Poisson and binomial distribution by Loader's saddle point.
 */
import { logGamma, STIRLING_FROM, stirlingSeries } from './gamma-function.ts';

/**
 * What Stirling's formula misses: log gamma(n + 1) - log(sqrt(2 pi n) (n / e)^n).
 *
 * @param n Above 0.
 * @see Loader, Fast and accurate computation of binomial probabilities (2000).
 */
export function stirlingError(n: number): number {
  let shift = 0;
  let at = n;
  while (at < STIRLING_FROM) {
    shift += (at + 0.5) * Math.log1p(1 / at) - 1;
    at += 1;
  }
  return shift + stirlingSeries(at);
}

/**
 * x log(x / mean) + mean - x, without cancellation where x is close to the mean.
 *
 * @param x Above 0.
 * @param mean Above 0.
 * @see Loader (2000), function D0.
 */
export function devianceTerm(x: number, mean: number): number {
  if (Math.abs(x - mean) >= 0.1 * (x + mean)) return x * Math.log(x / mean) + mean - x;
  const v = (x - mean) / (x + mean);
  let sum = (x - mean) * v;
  let term = 2 * x * v;
  for (let j = 3; j < 2000; j += 2) {
    term *= v * v;
    const next = sum + term / j;
    if (next === sum) break;
    sum = next;
  }
  return sum;
}

/**
 * Poisson probability, for counts that need not be whole: lambda^x exp(-lambda) / gamma(x + 1).
 *
 * @param x 0 or above.
 * @param lambda Mean, 0 or above.
 * @see Loader (2000).
 */
export function poissonTerm(x: number, lambda: number): number {
  if (lambda === 0) return x === 0 ? 1 : 0;
  if (x === 0) return Math.exp(-lambda);
  if (!Number.isFinite(lambda)) return 0;
  if (lambda <= x * 1e-300) return Math.exp(-lambda + x * Math.log(lambda) - logGamma(x + 1));
  return Math.exp(-stirlingError(x) - devianceTerm(x, lambda)) / Math.sqrt(2 * Math.PI * x);
}

/** What a trial can give: a number for success and one for failure. */
export interface Chances {
  /** For success. */
  readonly success: number;
  /** For failure. */
  readonly failure: number;
}

/**
 * Binomial probability, for counts that need not be whole.
 *
 * @param count Successes and failures, 0 or above; both are given so that neither loses digits.
 * @param chance Probability of success and of failure; both are given for the same reason.
 * @see Loader (2000).
 */
export function binomialTerm(count: Chances, chance: Chances): number {
  if (chance.success === 0) return count.success === 0 ? 1 : 0;
  if (chance.failure === 0) return count.failure === 0 ? 1 : 0;
  if (count.success === 0) return power(chance.failure, chance.success, count.failure);
  if (count.failure === 0) return power(chance.success, chance.failure, count.success);
  const n = count.success + count.failure;
  const errors = stirlingError(n) - stirlingError(count.success) - stirlingError(count.failure);
  const deviance =
    devianceTerm(count.success, n * chance.success) + devianceTerm(count.failure, n * chance.failure);
  return Math.exp(errors - deviance) * Math.sqrt(n / (2 * Math.PI * count.success * count.failure));
}

/** chance^exponent, by the complement where the chance is close to 1. */
function power(chance: number, complement: number, exponent: number): number {
  return Math.exp(exponent * (chance < 0.9 ? Math.log(chance) : Math.log1p(-complement)));
}
