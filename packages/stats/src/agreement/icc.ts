/**
 * How much of the spread of a measurement lies between patients rather than between readers.
 *
 * Reads a table of ratings, gives all six intraclass correlations with F intervals, each under its model's name.
 * Negative values are kept.
 */
import { fQuantile, fSurvival } from '../distributions/f.ts';
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

/** Mean squares of a two-way table. */
interface MeanSquares {
  readonly n: number;
  readonly k: number;
  readonly patients: number;
  readonly readers: number;
  readonly within: number;
  readonly residual: number;
}

interface Limits {
  readonly lower: number;
  readonly upper: number;
}

function meanSquares(rows: readonly ArrayLike<number>[], k: number): MeanSquares {
  const n = rows.length;
  const patientMeans = rows.map((row) => Array.from(row).reduce((sum, x) => sum + x / k, 0));
  const readerMeans = Array.from({ length: k }, (_, j) => rows.reduce((sum, row) => sum + row[j]! / n, 0));
  const grand = patientMeans.reduce((sum, m) => sum + m / n, 0);
  let within = 0;
  let residual = 0;
  let total = 0;
  rows.forEach((row, i) => {
    for (let j = 0; j < k; j++) {
      within += (row[j]! - patientMeans[i]!) ** 2;
      residual += (row[j]! - patientMeans[i]! - readerMeans[j]! + grand) ** 2;
      total += (row[j]! - grand) ** 2;
    }
  });
  const noise = 1e-26 * (total + n * k * grand * grand);
  const clean = (sum: number) => (sum <= noise ? 0 : sum);
  const between = k * patientMeans.reduce((sum, m) => sum + (m - grand) ** 2, 0);
  const shift = n * readerMeans.reduce((sum, m) => sum + (m - grand) ** 2, 0);
  return {
    n,
    k,
    patients: clean(between) / (n - 1),
    readers: clean(shift) / (k - 1),
    within: clean(within) / (n * (k - 1)),
    residual: clean(residual) / ((n - 1) * (k - 1)),
  };
}

/** Interval of (patients - error) / (patients + (k - 1) error) from the F distribution. */
function ratioLimits(
  ms: MeanSquares,
  { error, df2, tail }: { error: number; df2: number; tail: number },
): Limits {
  const df1 = ms.n - 1;
  const up = fQuantile(1 - tail, [df1, df2]);
  const down = fQuantile(1 - tail, [df2, df1]);
  const at = (top: number, bottom: number) => (top - bottom) / (top + (ms.k - 1) * bottom);
  return { lower: at(ms.patients, error * up), upper: at(ms.patients * down, error) };
}

/** Degrees of freedom under which the F quantiles are infinite and zero to double precision. */
const NO_FREEDOM = 0.02;

/** Interval of ICC(2,1) with Satterthwaite's degrees of freedom. */
function agreementLimits(ms: MeanSquares, icc: number, tail: number): Limits {
  const { n, k, patients, readers, residual } = ms;
  const a = k * icc * readers;
  const b = (n * (1 + (k - 1) * icc) - k * icc) * residual;
  const df = ((k - 1) * (n - 1) * (a + b) ** 2) / ((n - 1) * a * a + b * b);
  if (!(df > NO_FREEDOM)) return { lower: Number.NaN, upper: Number.NaN };
  const rest = k * readers + (k * n - k - n) * residual;
  const up = fQuantile(1 - tail, [n - 1, df]);
  const down = fQuantile(1 - tail, [df, n - 1]);
  return {
    lower: (n * (patients - up * residual)) / (up * rest + n * patients),
    upper: (n * (down * patients - residual)) / (rest + n * down * patients),
  };
}

/** A number, or null where it is not finite. */
const finite = (value: number) => (Number.isFinite(value) ? value : null);

/** Reliability of the mean of k readings from that of one (Spearman and Brown); NaN where the step has no meaning. */
function ofMean(single: number, k: number): number {
  const bottom = 1 + (k - 1) * single;
  return bottom > 0 ? (k * single) / bottom : Number.NaN;
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
