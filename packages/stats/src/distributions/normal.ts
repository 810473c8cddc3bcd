/**
 * What the normal distribution says about a z value.
 *
 * Reads z or a probability, gives the other, with full relative precision in both tails. Knows no data.
 */
import { requireNumber } from './domain.ts';

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
