/**
 * The rows that have follow-up.
 */
import type { WithFollowUp } from '../judge/follow-up.ts';
import type { AnalysisRow } from './rows.ts';

/** The rows that have follow-up, in their order. */
export function withFollowUp<T extends AnalysisRow>(rows: readonly T[]): readonly (T & WithFollowUp)[] {
  return rows.flatMap((row) =>
    row.months === null || row.observed === null
      ? []
      : [{ ...row, months: row.months, observed: row.observed }],
  );
}
