/**
 * Writes tables that other programs read: comma, quotes only where needed, null as an empty cell.
 */

/** One cell. */
export type TableCell = string | number | boolean | null;

function formatCell(cell: TableCell): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return String(cell);
  const text = /^[=+\-@\t\r]/.test(cell) && Number.isNaN(Number(cell)) ? `'${cell}` : cell;
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * Text of a CSV file with a header.
 *
 * A text that a spreadsheet would run as a formula gets a leading apostrophe.
 *
 * @example
 * formatCsv(['patient', 'score'], [['P1', 0.5]]); // 'patient,score\nP1,0.5\n'
 */
export function formatCsv(header: readonly string[], rows: readonly (readonly TableCell[])[]): string {
  return `${[header, ...rows].map((row) => row.map(formatCell).join(',')).join('\n')}\n`;
}
