/**
 * Lines of a table for a terminal: columns as wide as their widest cell.
 */

/**
 * Rows with their cells below each other.
 *
 * @param rows Each with the same number of cells.
 * @example
 * formatTable([['n', 'AUC'], ['113', '0.731']]); // ['n    AUC', '113  0.731']
 */
export function formatTable(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((cells) => (cells[column] ?? '').length)),
  );
  return rows.map((cells) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
