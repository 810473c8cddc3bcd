/**
 * Quantiles of the normal distribution.
 *
 * Reads a probability, of the lower or of the upper tail. Knows no data.
 */
import { isUpperTail, requireProbability, type TailOption } from './domain.ts';

/** Wichura's coefficients, lowest power first: centre, tail, far tail; numerators and denominators. */
const QUANTILE_CENTRE = [
  3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987,
  67265.7709270087, 33430.57558358813, 2509.0809287301227,
];

const QUANTILE_CENTRE_BELOW = [
  1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271,
  28729.085735721943, 5226.495278852854,
];

const QUANTILE_TAIL = [
  1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684,
  0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
];

const QUANTILE_TAIL_BELOW = [
  1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
  0.0005475938084995345, 1.0507500716444169e-9,
];

const QUANTILE_FAR = [
  6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124,
  0.0012426609473880784, 0.000027115555687434876, 2.0103343992922881e-7,
];

const QUANTILE_FAR_BELOW = [
  1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133,
  0.000018463183175100548, 1.421511758316446e-7, 2.0442631033899397e-15,
];

function polynomial(coefficients: readonly number[], x: number): number {
  let sum = 0;
  for (let i = coefficients.length - 1; i >= 0; i--) sum = sum * x + coefficients[i]!;
  return sum;
}

/** -z for which P(Z > z) = p, for p < 0.075. */
function lowerTailQuantile(p: number): number {
  const r = Math.sqrt(-Math.log(p));
  if (r > 5) return -polynomial(QUANTILE_FAR, r - 5) / polynomial(QUANTILE_FAR_BELOW, r - 5);
  return -polynomial(QUANTILE_TAIL, r - 1.6) / polynomial(QUANTILE_TAIL_BELOW, r - 1.6);
}

/**
 * z for which P(Z <= z) = p, or P(Z > z) = p with `tail: 'upper'`.
 *
 * @param p Probability in [0, 1]; 0 and 1 give infinities.
 * @param options Which tail p is.
 * @throws StatsError `distributions/domain` when p is no probability.
 * @example
 * normalQuantile(0.975); // 1.959963984540054
 * @see Wichura, Algorithm AS 241, Appl Stat 37 (1988) 477-484. R: qnorm(p).
 */
export function normalQuantile(p: number, options?: TailOption): number {
  requireProbability(p);
  const sign = isUpperTail(options) ? -1 : 1;
  if (p === 0 || p === 1) return sign * (p === 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY);
  const q = p - 0.5;
  if (q === 0) return 0;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    return (sign * q * polynomial(QUANTILE_CENTRE, r)) / polynomial(QUANTILE_CENTRE_BELOW, r);
  }
  return q < 0 ? sign * lowerTailQuantile(p) : -sign * lowerTailQuantile(1 - p);
}
