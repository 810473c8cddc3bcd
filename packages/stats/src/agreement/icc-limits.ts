/**
 * Mean squares of a table of ratings, and the F limits of what is made from them.
 *
 * Reads ratings, gives sums and limits. Knows no form of the coefficient.
 */
import { fQuantile } from '../distributions/f.ts';

/** Mean squares of a two-way table. */
export interface MeanSquares {
  readonly n: number;
  readonly k: number;
  readonly patients: number;
  readonly readers: number;
  readonly within: number;
  readonly residual: number;
}

/** Lower and upper limit, null where not defined. */
export interface Limits {
  readonly lower: number;
  readonly upper: number;
}

/** Mean squares of patients, readers and error. */
export function meanSquares(rows: readonly ArrayLike<number>[], k: number): MeanSquares {
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
export function ratioLimits(
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
export function agreementLimits(ms: MeanSquares, icc: number, tail: number): Limits {
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
export const finite = (value: number) => (Number.isFinite(value) ? value : null);

/** Reliability of the mean of k readings from that of one (Spearman and Brown); NaN where the step has no meaning. */
export function ofMean(single: number, k: number): number {
  const bottom = 1 + (k - 1) * single;
  return bottom > 0 ? (k * single) / bottom : Number.NaN;
}
