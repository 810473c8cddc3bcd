/**
 * One row of a table, and the number that a cell holds.
 */

/** One row of the table: column -> text of the cell, trimmed. */
export type Row = Readonly<Record<string, string>>;

/** The number a cell holds, or null when it is empty or not a finite number. */
export function numberOf(cell: string | undefined): number | null {
  if (cell === undefined || cell === '') return null;
  const value = Number(cell);
  return Number.isFinite(value) ? value : null;
}
