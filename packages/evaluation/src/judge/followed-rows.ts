/**
 * The rows that have follow-up, and the columns that survival statistics read from them.
 */
import type { FollowUp } from '@mriscore/stats';
import { followUpOf } from '@mriscore/stats';
import type { AnalysisRow } from './rows.ts';

/** The rows that have follow-up. */
export function withFollowUp(
  rows: readonly AnalysisRow[],
): readonly (AnalysisRow & { months: number; observed: 0 | 1 })[] {
  return rows.flatMap((row) =>
    row.months === null || row.observed === null
      ? []
      : [{ ...row, months: row.months, observed: row.observed }],
  );
}

/** Follow-up of rows that have it. */
export function followUpOfRows(
  rows: readonly { readonly months: number; readonly observed: 0 | 1 }[],
): FollowUp {
  return followUpOf(
    rows.map(({ months }) => months),
    rows.map(({ observed }) => observed),
  );
}

/** Values in units of their standard deviation; all 0 when they do not vary. */
export function perStandardDeviation(values: readonly number[]): readonly number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const spread = Math.sqrt(squares / Math.max(1, values.length - 1));
  return values.map((value) => (spread > 0 ? (value - mean) / spread : 0));
}
