/**
 * How much of the spread of a measurement lies between patients rather than between readers.
 *
 * Reads a table of ratings, gives all six intraclass correlations with F intervals, each under its model's name.
 * Negative values are kept.
 */
import { fSurvival } from '../distributions/f.ts';
import {
  agreementLimits,
  finite,
  type Limits,
  type MeanSquares,
  meanSquares,
  ofMean,
  ratioLimits,
} from './icc-limits.ts';
import { checkRatings, undefinedAgreement } from './ratings.ts';

/**
 * Shrout and Fleiss's forms. The first number is the model (1 one-way random, 2 two-way random with absolute
 * agreement, 3 two-way mixed with consistency); 1 or k is one reading or the mean of all readers.
 */
export type IccForm = '1,1' | '2,1' | '3,1' | '1,k' | '2,k' | '3,k';

/** One intraclass correlation. */
export interface Icc {
  readonly form: IccForm;
  /** Null for the mean of readers when patients do not differ at all. */
  readonly value: number | null;
  /** Null where no degree of freedom is left. */
  readonly lower: number | null;
  readonly upper: number | null;
  readonly level: number;
  /** F of no difference between patients; null when readers agree without any error. */
  readonly f: number | null;
  readonly df1: number;
  readonly df2: number;
  /** P of that F. */
  readonly p: number;
  /** Why something is null. */
  readonly reason?: string;
}

/** All forms of one table. */
export interface IccTable {
  readonly patients: number;
  readonly readers: number;
  readonly forms: Readonly<Record<IccForm, Icc>>;
  /** Standard error of measurement, the root of the residual mean square, in the unit of the ratings. */
  readonly standardErrorOfMeasurement: number;
}

function form(
  name: IccForm,
  ms: MeanSquares,
  parts: { error: number; df2: number; value: number; limits: Limits; level: number },
): Icc {
  const df1 = ms.n - 1;
  const f = parts.error === 0 ? null : ms.patients / parts.error;
  const p = f === null ? 0 : fSurvival(f, df1, parts.df2);
  const { lower, upper } = parts.limits;
  return {
    form: name,
    value: finite(parts.value),
    lower: finite(lower),
    upper: finite(upper),
    level: parts.level,
    f,
    df1,
    df2: parts.df2,
    p,
    ...(Number.isFinite(parts.value + lower + upper)
      ? {}
      : { reason: 'The patients differ too little for a value or limit.' }),
  };
}

/**
 * All six intraclass correlations.
 *
 * @param rows One row a patient, one column a reader; any unit, complete.
 * @param level Confidence level. Default 0.95.
 * @throws StatsError `input/*`; `agreement/undefined` when all ratings are the same.
 * @example
 * icc([[3, 4], [5, 5], [9, 8]]).forms['2,1'].value;
 * @see Shrout and Fleiss, Psychol Bull 86 (1979) 420-428; McGraw and Wong, Psychol Methods 1 (1996) 30-46.
 */
export function icc(rows: readonly ArrayLike<number>[], level = 0.95): IccTable {
  const { patients, readers: k } = checkRatings(rows);
  const ms = meanSquares(rows, k);
  if (ms.patients === 0 && ms.within === 0) {
    throw undefinedAgreement('Found the same rating throughout.', 'Needed patients that differ.');
  }
  const tail = (1 - level) / 2;
  const n = ms.n;
  const dfWithin = n * (k - 1);
  const dfResidual = (n - 1) * (k - 1);
  const single = (error: number) => (ms.patients - error) / (ms.patients + (k - 1) * error);
  const shift = (k * (ms.readers - ms.residual)) / n;
  const agreement = (ms.patients - ms.residual) / (ms.patients + (k - 1) * ms.residual + shift);
  const values = { one: single(ms.within), two: agreement, three: single(ms.residual) };
  const limits = {
    one: ratioLimits(ms, { error: ms.within, df2: dfWithin, tail }),
    two: agreementLimits(ms, agreement, tail),
    three: ratioLimits(ms, { error: ms.residual, df2: dfResidual, tail }),
  };
  const models = [
    ['1', 'one', ms.within, dfWithin],
    ['2', 'two', ms.residual, dfResidual],
    ['3', 'three', ms.residual, dfResidual],
  ] as const;
  const forms = {} as Record<IccForm, Icc>;
  for (const [model, key, error, df2] of models) {
    const { lower, upper } = limits[key];
    const mean = { lower: ofMean(lower, k), upper: ofMean(upper, k) };
    forms[`${model},1`] = form(`${model},1`, ms, {
      error,
      df2,
      value: values[key],
      limits: limits[key],
      level,
    });
    forms[`${model},k`] = form(`${model},k`, ms, {
      error,
      df2,
      value: ofMean(values[key], k),
      limits: mean,
      level,
    });
  }
  return { patients, readers: k, forms, standardErrorOfMeasurement: Math.sqrt(ms.residual) };
}
