/**
 * Whether two means differ.
 *
 * Reads two groups of numbers or pairs of numbers, gives Welch's, Student's and the paired t test with an interval of the
 * difference. Knows no distribution of the data beyond what the t test assumes.
 */
import { type Numbers, requireFiniteColumn, requireRows } from '../columns.ts';
import { studentQuantile, studentSurvival } from '../distributions/student.ts';
import { StatsError } from '../errors.ts';
import { checkOptions, requireLevel } from '../options.ts';
import type { Estimate } from '../types.ts';

/** Options of the t tests. */
export interface TTestOptions {
  /** Confidence level of the difference. Default 0.95. */
  readonly level: number;
}

const DEFAULTS = Object.freeze({ level: 0.95 });

/** A t test. */
export interface TTest {
  /** The statistic. */
  readonly t: number;
  /** Degrees of freedom. */
  readonly degreesOfFreedom: number;
  /** Two-sided P. */
  readonly p: number;
  /** Difference of means, first minus second, with its interval. */
  readonly difference: Estimate;
}

/** Size, mean and spread of a group. */
export interface GroupMoments {
  /** Number of values. */
  readonly n: number;
  /** Mean. */
  readonly mean: number;
  /** Sample standard deviation; NaN never: a group has at least two values here. */
  readonly sd: number;
}

/** Both t tests of two groups. */
export interface TwoGroupTTest {
  /** Welch's test, unequal variances: the default to report. */
  readonly welch: TTest;
  /** Student's test, equal variances. */
  readonly student: TTest;
  /** First group. */
  readonly first: GroupMoments;
  /** Second group. */
  readonly second: GroupMoments;
}

function momentsOf(values: Numbers, name: string): GroupMoments {
  requireFiniteColumn(values, name);
  const n = values.length;
  if (n < 2) {
    throw new StatsError('input/too-few', {
      found: `Found ${n} value in ${name}.`,
      needed: 'Needed at least 2 to know the spread.',
      remedy: 'Leave the test out for so small a group.',
    });
  }
  let sum = 0;
  for (let i = 0; i < n; i++) sum += values[i]!;
  const mean = sum / n;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (values[i]! - mean) ** 2;
  return { n, mean, sd: Math.sqrt(squares / (n - 1)) };
}

/** The test of a difference with its standard error; refuses data that do not vary, as R does. */
function testOf(
  difference: number,
  error: { standardError: number; scale: number },
  settings: { degreesOfFreedom: number; level: number; method: string },
): TTest {
  const { standardError, scale } = error;
  const { degreesOfFreedom, level, method } = settings;
  if (standardError <= 10 * Number.EPSILON * scale) {
    throw new StatsError('tests/constant', {
      found: 'Found values that do not vary.',
      needed: 'Needed some spread to compare means against.',
      remedy: 'Report the values; a t test has no answer here.',
    });
  }
  const t = difference / standardError;
  const half = studentQuantile((1 - level) / 2, degreesOfFreedom, { tail: 'upper' }) * standardError;
  return {
    t,
    degreesOfFreedom,
    p: 2 * studentSurvival(Math.abs(t), degreesOfFreedom),
    difference: { value: difference, lower: difference - half, upper: difference + half, level, method },
  };
}

/**
 * Welch's and Student's t test of two groups.
 *
 * @param first Values of one group, at least two, finite.
 * @param second Values of the other group.
 * @param options Confidence level.
 * @throws StatsError `input/empty`, `input/not-finite`, `input/too-few`, `input/option`; `tests/constant` when neither
 * group varies.
 * @example
 * tTest(agesOfPositives, agesOfNegatives).welch.p;
 * @see Welch, Biometrika 34 (1947) 28-35. R: t.test(x, y, var.equal = FALSE or TRUE).
 */
export function tTest(first: Numbers, second: Numbers, options: Partial<TTestOptions> = {}): TwoGroupTTest {
  const { level } = checkOptions(options, DEFAULTS);
  requireLevel(level);
  requireRows({ first });
  requireRows({ second });
  const a = momentsOf(first, 'the first group');
  const b = momentsOf(second, 'the second group');
  const scale = Math.max(Math.abs(a.mean), Math.abs(b.mean));
  const va = a.sd ** 2 / a.n;
  const vb = b.sd ** 2 / b.n;
  const welchDf = (va + vb) ** 2 / (va ** 2 / (a.n - 1) + vb ** 2 / (b.n - 1));
  const studentDf = a.n + b.n - 2;
  const pooled = ((a.n - 1) * a.sd ** 2 + (b.n - 1) * b.sd ** 2) / studentDf;
  const difference = a.mean - b.mean;
  const welchError = { standardError: Math.sqrt(va + vb), scale };
  const studentError = { standardError: Math.sqrt(pooled * (1 / a.n + 1 / b.n)), scale };
  return {
    welch: testOf(difference, welchError, { degreesOfFreedom: welchDf, level, method: 'Welch t' }),
    student: testOf(difference, studentError, { degreesOfFreedom: studentDf, level, method: 'Student t' }),
    first: a,
    second: b,
  };
}

/**
 * Paired t test.
 *
 * @param first Length n, at least two, finite.
 * @param second Length n, same patients.
 * @param options Confidence level.
 * @throws StatsError `input/length`, `input/empty`, `input/not-finite`, `input/too-few`; `tests/constant` when all
 * differences are equal.
 * @example
 * pairedTTest(before, after).difference.value;
 * @see Student, Biometrika 6 (1908) 1-25. R: t.test(x, y, paired = TRUE).
 */
export function pairedTTest(first: Numbers, second: Numbers, options: Partial<TTestOptions> = {}): TTest {
  const { level } = checkOptions(options, DEFAULTS);
  requireLevel(level);
  const n = requireRows({ first, second });
  requireFiniteColumn(first, 'first');
  requireFiniteColumn(second, 'second');
  const differences = Float64Array.from({ length: n }, (_, i) => first[i]! - second[i]!);
  const { mean, sd } = momentsOf(differences, 'the differences');
  const error = { standardError: sd / Math.sqrt(n), scale: Math.abs(mean) };
  return testOf(mean, error, { degreesOfFreedom: n - 1, level, method: 'paired t' });
}
