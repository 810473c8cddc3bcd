/**
 * Whether a table of counts can be tested.
 *
 * Reads rows of counts, gives their margins, or throws. Knows no test.
 */
import { StatsError } from '../errors.ts';

/** A table of counts with its margins. */
export interface CountsTable {
  /** Counts, row by row. */
  readonly cells: readonly (readonly number[])[];
  /** Sum of each row. */
  readonly rows: readonly number[];
  /** Sum of each column. */
  readonly columns: readonly number[];
  /** Sum of all. */
  readonly total: number;
}

function refuse(found: string, needed: string): never {
  throw new StatsError('tests/table', { found, needed, remedy: 'Pass counts of patients, one row a group.' });
}

/**
 * Checks a table and adds its margins.
 *
 * @param cells Rows of equal length, at least two rows and two columns of whole numbers from 0, not all 0.
 * @throws StatsError `tests/table`.
 */
export function countsTable(cells: readonly (readonly number[])[]): CountsTable {
  const width = cells[0]?.length ?? 0;
  if (cells.length < 2 || width < 2)
    refuse(`Found a table of ${cells.length} x ${width}.`, 'Needed at least 2 x 2.');
  for (const row of cells) {
    if (row.length !== width) refuse('Found rows of different length.', 'Needed a rectangle.');
    for (const cell of row) {
      if (!Number.isSafeInteger(cell) || cell < 0)
        refuse(`Found the cell ${cell}.`, 'Needed whole numbers from 0.');
    }
  }
  const rows = cells.map((row) => row.reduce((sum, cell) => sum + cell, 0));
  const columns = cells[0]!.map((_, j) => cells.reduce((sum, row) => sum + row[j]!, 0));
  const total = rows.reduce((sum, row) => sum + row, 0);
  if (total === 0) refuse('Found no patient in the table.', 'Needed at least one.');
  return { cells, rows, columns, total };
}
