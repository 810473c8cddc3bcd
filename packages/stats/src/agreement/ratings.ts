/**
 * Whether a table of ratings can be used: patients in rows, readers in columns.
 *
 * Reads rows, gives them checked. Knows no statistic of agreement.
 */
import { requireFiniteColumn, requireRows } from '../columns.ts';
import { StatsError } from '../errors.ts';

/** How an agreement is said not to be defined. */
export function undefinedAgreement(found: string, needed: string): StatsError {
  return new StatsError('agreement/undefined', {
    found,
    needed,
    remedy: 'Report the raw agreement; a coefficient is not defined here.',
  });
}

/**
 * Checks that every patient has a finite rating of every reader.
 *
 * @param rows One row a patient, one column a reader.
 * @returns Number of patients and readers.
 * @throws StatsError `input/empty`, `input/length`, `input/not-finite`, `input/too-few` under 2 patients or readers.
 */
export function checkRatings(rows: readonly ArrayLike<number>[]): { patients: number; readers: number } {
  requireRows({ ratings: rows.map((row) => row.length) });
  const readers = rows[0]!.length;
  rows.forEach((row, patient) => {
    requireFiniteColumn(row, `ratings of patient ${patient}`);
    if (row.length === readers) return;
    throw new StatsError('input/length', {
      found: `Found ${row.length} ratings of patient ${patient} and ${readers} of the first.`,
      needed: 'Needed a rating of every reader for every patient.',
      remedy: 'Drop patients that were not read by all.',
    });
  });
  if (rows.length >= 2 && readers >= 2) return { patients: rows.length, readers };
  throw new StatsError('input/too-few', {
    found: `Found ${rows.length} patients and ${readers} readers.`,
    needed: 'Needed at least two of each.',
    remedy: 'Collect more readings.',
  });
}
