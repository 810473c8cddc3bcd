/**
 * Turns the text of a table into text cells. What the cells mean is decided by whoever asks for the table.
 */
import { parse } from '#csv-parse';
import { EvaluationError } from '../errors.ts';
import type { Row } from './row.ts';

/** A table: columns in the order of the file, rows in the order of the file. */
export interface Table {
  readonly file: string;
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

function malformed(file: string, found: string): EvaluationError {
  return new EvaluationError(
    'table/malformed',
    {
      found: `${file}: ${found}`,
      needed:
        'A table has one header row and one row a patient, separated by comma, semicolon or tab, in UTF-8.',
      remedy: 'Open the file in a text editor, mend that row, and save it as CSV.',
    },
    { file },
  );
}

function toRow(columns: readonly string[], cells: readonly string[]): Row {
  const row = Object.create(null) as Record<string, string>;
  columns.forEach((column, index) => {
    row[column] = cells[index] ?? '';
  });
  return row;
}

/**
 * Turns the text of a CSV file into a table.
 *
 * @param file Name for messages.
 * @throws EvaluationError `table/malformed` when rows and header do not fit or a column name comes twice.
 * @example
 * parseTable('patient,cps\nP1,30\n', 'clinical.csv').rows[0]?.cps; // '30'
 */
export function parseTable(text: string, file: string): Table {
  let lines: string[][];
  try {
    const delimiter = [',', ';', '\t'];
    lines = parse(text, { bom: true, trim: true, skip_empty_lines: true, delimiter }) as string[][];
  } catch (cause) {
    throw malformed(file, (cause as Error).message);
  }
  const [columns, ...rest] = lines;
  if (columns === undefined || rest.length === 0) throw malformed(file, 'There is no row below the header.');
  const twice = columns.find((column, index) => columns.indexOf(column) !== index);
  if (twice !== undefined) throw malformed(file, `Column ${twice} comes twice.`);
  return { file, columns, rows: rest.map((cells) => toRow(columns, cells)) };
}
