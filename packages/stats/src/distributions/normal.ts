/**
 * What the normal distribution says about a z value.
 *
 * Reads z or a probability, gives the other, with full relative precision in both tails. Knows no data.
 */
import { requireNumber, requireProbability, type TailOption } from './domain.ts';

const SQRT_32 = Math.sqrt(32);
const INV_SQRT_2PI = 1 / Math.sqrt(2 * Math.PI);

/** Cody's rational approximations of the normal integral: centre, middle, tail; numerator and denominator. */
const CENTRE = [
  2.2352520354606839287, 161.02823106855587881, 1067.6894854603709582, 18154.981253343561249,
  0.065682337918207449113,
];
const CENTRE_BELOW = [
  47.20258190468824187, 976.09855173777669322, 10260.932208618978205, 45507.789335026729956,
];
const MIDDLE = [
  0.39894151208813466764, 8.8831497943883759412, 93.506656132177855979, 597.27027639480026226,
  2494.5375852903726711, 6848.1904505362823326, 11602.651437647350124, 9842.7148383839780218,
  1.0765576773720192317e-8,
];
const MIDDLE_BELOW = [
  22.266688044328115691, 235.38790178262499861, 1519.377599407554805, 6485.558298266760755,
  18615.571640885098091, 34900.952721145977266, 38912.003286093271411, 19685.429676859990727,
];
const TAIL = [
  0.21589853405795699, 0.1274011611602473639, 0.022235277870649807, 0.001421619193227893466,
  2.9112874951168792e-5, 0.02307344176494017303,
];
const TAIL_BELOW = [
  1.28426009614491121, 0.468238212480865118, 0.0659881378689285515, 0.00378239633202758244,
  7.29751555083966205e-5,
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
  3.387132872796366608, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125,
  45921.953931549871457, 67265.770927008700853, 33430.575583588128105, 2509.0809287301226727,
];
const QUANTILE_CENTRE_BELOW = [
  1, 42.313330701600911252, 687.1870074920579083, 5394.1960214247511077, 21213.794301586595867,
  39307.89580009271061, 28729.085735721942674, 5226.495278852854561,
];
const QUANTILE_TAIL = [
  1.42343711074968357734, 4.6303378461565452959, 5.7694972214606914055, 3.64784832476320460504,
  1.27045825245236838258, 0.24178072517745061177, 0.0227238449892691845833, 7.7454501427834140764e-4,
];
const QUANTILE_TAIL_BELOW = [
  1, 2.05319162663775882187, 1.6763848301838038494, 0.68976733498510000455, 0.14810397642748007459,
  0.0151986665636164571966, 5.475938084995344946e-4, 1.05075007164441684324e-9,
];
const QUANTILE_FAR = [
  6.6579046435011037772, 5.4637849111641143699, 1.7848265399172913358, 0.29656057182850489123,
  0.026532189526576123093, 0.0012426609473880784386, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
];
const QUANTILE_FAR_BELOW = [
  1, 0.59983220655588793769, 0.13692988092273580531, 0.0148753612908506148525, 7.868691311456132591e-4,
  1.8463183175100546818e-5, 1.4215117583164458887e-7, 2.04426310338993978564e-15,
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
export function normalQuantile(p: number, options: TailOption = {}): number {
  requireProbability(p);
  const sign = options.tail === 'upper' ? -1 : 1;
  if (p === 0 || p === 1) return sign * (p === 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY);
  const q = p - 0.5;
  if (q === 0) return 0;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    return (sign * q * polynomial(QUANTILE_CENTRE, r)) / polynomial(QUANTILE_CENTRE_BELOW, r);
  }
  return q < 0 ? sign * lowerTailQuantile(p) : -sign * lowerTailQuantile(1 - p);
}
