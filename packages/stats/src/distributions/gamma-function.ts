/**
 * What the gamma function and its error terms are.
 *
 * Reads positive numbers, gives logarithms with full relative precision. Knows no distribution.
 */
import { requirePositive } from './domain.ts';

const EULER = 0.5772156649015329;

const HALF_LOG_2PI = 0.9189385332046728;

/** Coefficients of Stirling's series: Bernoulli number over 2k (2k - 1). */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156, -3617 / 122400];

/** From here on eight terms of Stirling's series are exact to double precision. */
export const STIRLING_FROM = 12;

const ZETA_TERMS = 40;

/** zeta(k) - 1: the first terms, and Euler and Maclaurin's rest. */
function zetaLessOne(k: number): number {
  const last = 24;
  let sum = 0;
  for (let n = last - 1; n >= 2; n--) sum += n ** -k;
  const rest = last ** (1 - k) / (k - 1) + 0.5 * last ** -k;
  const first = (k / 12) * last ** (-k - 1);
  const second = ((k * (k + 1) * (k + 2)) / 720) * last ** (-k - 3);
  const third = ((k * (k + 1) * (k + 2) * (k + 3) * (k + 4)) / 30240) * last ** (-k - 5);
  const fourth =
    ((k * (k + 1) * (k + 2) * (k + 3) * (k + 4) * (k + 5) * (k + 6)) / 1209600) * last ** (-k - 7);
  return sum + rest + first - second + third - fourth;
}

/** (-1)^k (zeta(k) - 1) / k for k = 2, 3, ...: the Taylor series of log gamma around 2. */
const AROUND_TWO = Float64Array.from({ length: ZETA_TERMS }, (_, i) => {
  const k = i + 2;
  return ((k % 2 === 0 ? 1 : -1) * zetaLessOne(k)) / k;
});

/** log gamma(2 + b) for |b| <= 0.5, exact to the last digit also near b = 0. */
function logGammaAroundTwo(b: number): number {
  let sum = 0;
  for (let i = ZETA_TERMS - 1; i >= 0; i--) sum = sum * b + AROUND_TWO[i]!;
  return b * (1 - EULER + b * sum);
}

/** Stirling's remainder as a series, for x >= STIRLING_FROM. */
export function stirlingSeries(x: number): number {
  const inverseSquare = 1 / (x * x);
  let sum = 0;
  for (let i = STIRLING.length - 1; i >= 0; i--) sum = sum * inverseSquare + STIRLING[i]!;
  return sum / x;
}

/**
 * Natural logarithm of the gamma function.
 *
 * @param x Above 0.
 * @throws StatsError `distributions/domain` for x that is not above 0.
 * @example
 * logGamma(5); // log(24)
 * @see Abramowitz and Stegun, 6.1.33 and 6.1.41. R: lgamma(x).
 */
export function logGamma(x: number): number {
  requirePositive(x, 'the argument of log gamma');
  if (x >= STIRLING_FROM) return (x - 0.5) * Math.log(x) - x + HALF_LOG_2PI + stirlingSeries(x);
  if (x < 0.5) return logGammaAroundTwo(x) - Math.log1p(x) - Math.log(x);
  if (x < 1.5) return logGammaAroundTwo(x - 1) - Math.log(x);
  let product = 1;
  let rest = x;
  while (rest > 2.5) {
    rest -= 1;
    product *= rest;
  }
  return logGammaAroundTwo(rest - 2) + Math.log(product);
}

/**
 * Logarithm of the beta function.
 *
 * @param a Above 0.
 * @param b Above 0.
 * @throws StatsError `distributions/domain`.
 * @see Abramowitz and Stegun, 6.2.2. R: lbeta(a, b).
 */
export function logBeta(a: number, b: number): number {
  requirePositive(a, 'the first shape');
  requirePositive(b, 'the second shape');
  if (Math.max(a, b) < STIRLING_FROM) return logGamma(a) + logGamma(b) - logGamma(a + b);
  const small = Math.min(a, b);
  const large = Math.max(a, b);
  const ratio = small / large;
  const remainder = stirlingSeries(large) - stirlingSeries(large + small);
  return (
    logGamma(small) + remainder + small - small * Math.log(large + small) - (large - 0.5) * Math.log1p(ratio)
  );
}
