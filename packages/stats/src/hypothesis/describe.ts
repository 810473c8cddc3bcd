/**
 * What a column of numbers looks like.
 *
 * Reads numbers, gives count, mean, spread, quartiles by a named definition and a test of normality. Knows no group.
 */
import { type Numbers, requireFiniteColumn, requireRows } from '../columns.ts';
import { StatsError } from '../errors.ts';
import { checkOptions } from '../options.ts';
import { shapiroWilkTest } from './shapiro-wilk.ts';

/** Definition of a sample quantile. 7 is R's default, 6 is SPSS's, 2 is SAS's. */
export type QuantileType = 2 | 6 | 7;

/** Options of `describe`. */
export interface DescribeOptions {
  /** Definition of the quartiles. Default 7. */
  readonly quantileType: QuantileType;
}

const DEFAULTS = Object.freeze({ quantileType: 7 });

/** Summary of a column. */
export interface Description {
  /** Number of values. */
  readonly n: number;
  /** Mean. */
  readonly mean: number;
  /** Sample standard deviation; null for one value. */
  readonly sd: number | null;
  /** Median. */
  readonly median: number;
  /** First quartile. */
  readonly q1: number;
  /** Third quartile. */
  readonly q3: number;
  /** Smallest value. */
  readonly min: number;
  /** Largest value. */
  readonly max: number;
  /** Shapiro and Wilk's W; null below 3 or above 5000 values or when all are equal. */
  readonly shapiroW: number | null;
  /** Its P. */
  readonly shapiroP: number | null;
}

/** Rounding that R forgives when a rank should be whole. */
const FUZZ = 4 * Number.EPSILON;

/**
 * Sample quantile of sorted numbers.
 *
 * @param sorted Rising, at least one.
 * @param probability In [0, 1].
 * @param definition Definition of Hyndman and Fan.
 * @throws StatsError `input/option` for another definition.
 * @see Hyndman and Fan, Am Stat 50 (1996) 361-365. R: quantile(type).
 */
export function sampleQuantile(sorted: Numbers, probability: number, definition: QuantileType = 7): number {
  const n = sorted.length;
  const at = (rank: number) => sorted[Math.min(n, Math.max(1, rank)) - 1]!;
  const blend = (rank: number) => {
    const whole = Math.floor(rank + FUZZ);
    const share = Math.max(0, rank - whole);
    return share < FUZZ ? at(whole) : (1 - share) * at(whole) + share * at(whole + 1);
  };
  switch (definition) {
    case 7:
      return blend(1 + (n - 1) * probability);
    case 6:
      return blend((n + 1) * probability);
    case 2: {
      const rank = n * probability;
      const whole = Math.floor(rank + FUZZ);
      return Math.abs(rank - whole) < FUZZ ? at(whole) / 2 + at(whole + 1) / 2 : at(whole + 1);
    }
    default: {
      definition satisfies never;
      throw new StatsError('input/option', {
        found: `Found the quantile type ${String(definition)}.`,
        needed: 'Needed 2, 6 or 7.',
        remedy: 'Take 7, the default of R.',
      });
    }
  }
}

/**
 * Summary of a column of numbers.
 *
 * @param values Finite numbers, missing ones dropped and counted before.
 * @param options Definition of the quartiles.
 * @throws StatsError `input/empty`, `input/not-finite`, `input/option`.
 * @example
 * describe([1, 2, 3, 10]).median; // 2.5
 * @see R: mean, sd, quantile, shapiro.test.
 */
export function describe(values: Numbers, options: Partial<DescribeOptions> = {}): Description {
  const { quantileType } = checkOptions(options, DEFAULTS);
  const n = requireRows({ values });
  requireFiniteColumn(values, 'values');
  const sorted = Float64Array.from(values).sort();
  const mean = sorted.reduce((sum, value) => sum + value / n, 0);
  const squares = sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const normality = shapiroWilkTest(sorted);
  return {
    n,
    mean,
    sd: n < 2 ? null : Math.sqrt(squares / (n - 1)),
    median: sampleQuantile(sorted, 0.5),
    q1: sampleQuantile(sorted, 0.25, quantileType),
    q3: sampleQuantile(sorted, 0.75, quantileType),
    min: sorted[0]!,
    max: sorted[n - 1]!,
    shapiroW: normality.w,
    shapiroP: normality.p,
  };
}
