/**
 * How uncertain the mean of cross-validated figures is, given that their training sets overlap.
 *
 * Reads one figure a fold and repeat, gives their mean with a corrected interval. Knows nothing of the folds.
 */
import { requireFiniteColumn } from '../columns.ts';
import { studentQuantile, studentSurvival } from '../distributions/student.ts';
import { StatsError } from '../errors.ts';
import { requireLevel } from '../options.ts';
import type { Estimate } from '../types.ts';

/** A corrected mean with the test that it is 0. */
export interface CorrectedMean extends Estimate {
  readonly standardError: number | null;
  readonly degreesOfFreedom: number;
  /** Two-sided P that the mean is 0; for differences of two models. */
  readonly p: number | null;
}

/**
 * Nadeau and Bengio's corrected resampled t interval.
 *
 * @param values One figure (or difference of two models) a test set, at least two, finite.
 * @param sizes Patients in a test and in a training set, both above 0.
 * @param level Confidence level. Default 0.95.
 * @throws StatsError `input/not-finite`, `input/too-few`, `input/option`.
 * @example
 * nadeauBengio([0.78, 0.82, 0.75, 0.8, 0.79], { test: 60, train: 240 }).lower;
 * @see Nadeau and Bengio, Mach Learn 52 (2003) 239-281; Bouckaert and Frank, PAKDD 2004.
 */
export function nadeauBengio(
  values: ArrayLike<number>,
  sizes: { readonly test: number; readonly train: number },
  level = 0.95,
): CorrectedMean {
  requireFiniteColumn(values, 'values');
  requireLevel(level);
  const count = values.length;
  if (count < 2 || !(sizes.test > 0 && sizes.train > 0)) {
    throw new StatsError('input/too-few', {
      found: `Found ${count} figures, ${sizes.test} test and ${sizes.train} training patients.`,
      needed: 'Needed at least two figures, and patients in both sets.',
      remedy: 'Use more folds or repeats.',
    });
  }
  const list = Array.from(values);
  const value = list.reduce((sum, v) => sum + v, 0) / count;
  const variance = list.reduce((sum, v) => sum + (v - value) ** 2, 0) / (count - 1);
  const degreesOfFreedom = count - 1;
  const method = 'corrected resampled t interval (Nadeau and Bengio)';
  if (variance === 0) {
    const reason = 'All figures are the same.';
    return {
      value,
      lower: null,
      upper: null,
      level,
      method,
      reason,
      standardError: null,
      degreesOfFreedom,
      p: null,
    };
  }
  const standardError = Math.sqrt(variance * (1 / count + sizes.test / sizes.train));
  const half = studentQuantile((1 + level) / 2, degreesOfFreedom) * standardError;
  const p = 2 * studentSurvival(Math.abs(value / standardError), degreesOfFreedom);
  return {
    value,
    lower: value - half,
    upper: value + half,
    level,
    method,
    standardError,
    degreesOfFreedom,
    p,
  };
}
