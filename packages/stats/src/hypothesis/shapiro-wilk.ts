/**
 * Whether numbers could come from a normal distribution.
 *
 * Reads 3 to 5000 numbers, gives Shapiro and Wilk's W with Royston's P. Knows no group; a large sample rejects normality
 * for departures that do not matter.
 */
import { type Numbers, requireFiniteColumn, requireRows } from '../columns.ts';
import { normalSurvival } from '../distributions/normal.ts';
import { normalQuantile } from '../distributions/normal-quantile.ts';

/** Test of normality; null with a reason where it is not defined. */
export interface ShapiroWilkTest {
  /** W, near 1 for normal data. */
  readonly w: number | null;
  /** P value. */
  readonly p: number | null;
  /** Why they are null. */
  readonly reason?: string;
}

/** Royston's polynomials, lowest power first. */
const FIRST_WEIGHT = [0, 0.221157, -0.147981, -2.07119, 4.434685, -2.706056];
const SECOND_WEIGHT = [0, 0.042981, -0.293762, -1.752461, 5.682633, -3.582633];
const SMALL_LIMIT = [-2.273, 0.459];
const SMALL_MEAN = [0.544, -0.39978, 0.025054, -6.714e-4];
const SMALL_SCALE = [1.3822, -0.77857, 0.062767, -0.0020322];
const LARGE_MEAN = [-1.5861, -0.31082, -0.083751, 0.0038915];
const LARGE_SCALE = [-0.4803, -0.082676, 0.0030302];

function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0);
}

/** Weights of the upper half of the order statistics, the largest first. */
function weightsOf(n: number): Float64Array {
  if (n === 3) return Float64Array.of(Math.SQRT1_2);
  const half = n >> 1;
  const scores = Float64Array.from({ length: half }, (_, i) => -normalQuantile((i + 0.625) / (n + 0.25)));
  const squares = 2 * scores.reduce((sum, m) => sum + m * m, 0);
  const root = Math.sqrt(squares);
  const first = polynomial(FIRST_WEIGHT, 1 / Math.sqrt(n)) + scores[0]! / root;
  if (n <= 5) {
    const factor = Math.sqrt((squares - 2 * scores[0]! ** 2) / (1 - 2 * first ** 2));
    return scores.map((m, i) => (i === 0 ? first : m / factor));
  }
  const second = polynomial(SECOND_WEIGHT, 1 / Math.sqrt(n)) + scores[1]! / root;
  const rest = squares - 2 * scores[0]! ** 2 - 2 * scores[1]! ** 2;
  const factor = Math.sqrt(rest / (1 - 2 * first ** 2 - 2 * second ** 2));
  return scores.map((m, i) => (i === 0 ? first : i === 1 ? second : m / factor));
}

function pValue(w: number, n: number): number {
  if (n === 3) return Math.max(0, (6 / Math.PI) * (Math.asin(Math.sqrt(w)) - Math.PI / 3));
  const y = Math.log(1 - w);
  if (n > 11) {
    const x = Math.log(n);
    return normalSurvival((y - polynomial(LARGE_MEAN, x)) / Math.exp(polynomial(LARGE_SCALE, x)));
  }
  const limit = polynomial(SMALL_LIMIT, n);
  if (y >= limit) return 1e-99;
  const moved = -Math.log(limit - y);
  return normalSurvival((moved - polynomial(SMALL_MEAN, n)) / Math.exp(polynomial(SMALL_SCALE, n)));
}

/**
 * Shapiro and Wilk's test of normality.
 *
 * @param values 3 to 5000 finite numbers that are not all equal; otherwise the result is null with a reason.
 * @throws StatsError `input/empty`, `input/not-finite`.
 * @see Royston, Appl Stat 44 (1995) 547-551 (AS R94). R: shapiro.test.
 */
export function shapiroWilkTest(values: Numbers): ShapiroWilkTest {
  const n = requireRows({ values });
  requireFiniteColumn(values, 'values');
  if (n < 3 || n > 5000) return { w: null, p: null, reason: `Needs 3 to 5000 values, not ${n}.` };
  const sorted = Float64Array.from(values).sort();
  const range = sorted[n - 1]! - sorted[0]!;
  if (range === 0) return { w: null, p: null, reason: 'All values are equal.' };
  const scaled = sorted.map((value) => value / range);
  const mean = scaled.reduce((sum, value) => sum + value, 0) / n;
  const squares = scaled.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const weights = weightsOf(n);
  const across = weights.reduce((sum, a, i) => sum + a * (scaled[n - 1 - i]! - scaled[i]!), 0);
  const weightSquares = 2 * weights.reduce((sum, a) => sum + a * a, 0);
  const w = Math.min(1, across ** 2 / (weightSquares * squares));
  return { w, p: pValue(w, n) };
}
