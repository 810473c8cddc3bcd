/**
 * What the normal distribution says about a z value.
 *
 * Reads z or a probability, gives the other, with full relative precision in both tails. Knows no data.
 */
import { isUpperTail, requireNumber, requireProbability, type TailOption } from './domain.ts';

const SQRT_32 = Math.sqrt(32);
const INV_SQRT_2PI = 1 / Math.sqrt(2 * Math.PI);

/** Cody's rational approximations of the normal integral: centre, middle, tail; each numerator and denominator. */
const CENTRE = [
  2.2352520354606837, 161.02823106855587, 1067.6894854603709, 18154.98125334356, 0.06568233791820745,
];
const CENTRE_BELOW = [47.202581904688245, 976.0985517377767, 10260.932208618979, 45507.78933502673];
const MIDDLE = [
  0.39894151208813466, 8.883149794388377, 93.50665613217785, 597.2702763948002, 2494.5375852903726,
  6848.190450536283, 11602.65143764735, 9842.714838383978, 1.0765576773720192e-8,
];
const MIDDLE_BELOW = [
  22.266688044328117, 235.387901782625, 1519.3775994075547, 6485.558298266761, 18615.571640885097,
  34900.95272114598, 38912.00328609327, 19685.429676859992,
];
const TAIL = [
  0.215898534057957, 0.12740116116024736, 0.022235277870649807, 0.0014216191932278934,
  0.000029112874951168793, 0.023073441764940174,
];
const TAIL_BELOW = [
  1.284260096144911, 0.4682382124808651, 0.06598813786892856, 0.0037823963320275824, 0.00007297515550839662,
];

/** Ratio of two polynomials as Cody lays them out: the last numerator coefficient leads. */
function rational(above: readonly number[], below: readonly number[], x: number): number {
  let numerator = above[above.length - 1]! * x;
  let denominator = x;
  for (let i = 0; i < below.length - 1; i++) {
    numerator = (numerator + above[i]!) * x;
    denominator = (denominator + below[i]!) * x;
  }
  return (numerator + above[below.length - 1]!) / (denominator + below[below.length - 1]!);
}

/** exp(-y^2 / 2) without the rounding error of y^2. */
function gaussian(y: number): number {
  const coarse = Math.trunc(y * 16) / 16;
  const rest = (y - coarse) * (y + coarse);
  return Math.exp(-coarse * coarse * 0.5) * Math.exp(-rest * 0.5);
}

/** P(Z > y) for y > 0.67. */
function upperBeyondCentre(y: number): number {
  if (y > 38.6) return 0;
  if (y <= SQRT_32) return gaussian(y) * rational(MIDDLE, MIDDLE_BELOW, y);
  const inverseSquare = 1 / (y * y);
  const correction = inverseSquare * rational(TAIL, TAIL_BELOW, inverseSquare);
  return (gaussian(y) * (INV_SQRT_2PI - correction)) / y;
}

/**
 * Density of the standard normal distribution.
 *
 * @param z Any number.
 */
export function normalDensity(z: number): number {
  return INV_SQRT_2PI * gaussian(Math.min(Math.abs(z), 40));
}

/**
 * P(Z > z), precise for large z where 1 - P(Z <= z) has no digits left.
 *
 * @param z Any number, also an infinity.
 * @throws StatsError `distributions/domain` for NaN.
 * @example
 * 2 * normalSurvival(1.959964); // 0.05
 * @see Cody, Math Comp 23 (1969) 631-637. R: pnorm(z, lower.tail = FALSE).
 */
export function normalSurvival(z: number): number {
  requireNumber(z);
  const y = Math.abs(z);
  if (y <= 0.67448975) return 0.5 - z * rational(CENTRE, CENTRE_BELOW, y * y);
  const upper = upperBeyondCentre(y);
  return z > 0 ? upper : 1 - upper;
}

/**
 * P(Z <= z).
 *
 * @param z Any number, also an infinity.
 * @throws StatsError `distributions/domain` for NaN.
 * @example
 * normalCdf(0); // 0.5
 * @see Cody, Math Comp 23 (1969) 631-637. R: pnorm(z).
 */
export function normalCdf(z: number): number {
  return normalSurvival(-z);
}

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
