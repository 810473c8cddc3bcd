/**
 * Reads one column of a table as numbers, and names the rows whose cells cannot be what the column is said to be.
 */
import type { EvaluationErrorCode } from '../errors.ts';
import { EvaluationError } from '../errors.ts';
import type { Table } from './parse.ts';
import { numberOf } from './row.ts';

/** What the cells of a column have to be. */
export type CellKind = 'number' | 'label' | 'time' | 'event' | 'treatment';

interface Demand {
  readonly code: EvaluationErrorCode;
  readonly needed: string;
  accepts(value: number): boolean;
}

const isBinary = (value: number): boolean => value === 0 || value === 1;

const DEMANDS: Readonly<Record<CellKind, Demand>> = {
  number: { code: 'table/not-a-number', needed: 'A score is a finite number.', accepts: () => true },
  label: {
    code: 'table/label-not-binary',
    needed: 'A label is 1 where the patient is positive and 0 where not.',
    accepts: isBinary,
  },
  time: {
    code: 'table/time-not-positive',
    needed: 'A follow-up time is a number above 0.',
    accepts: (value) => value > 0,
  },
  event: {
    code: 'table/event-not-binary',
    needed: 'An event is 1 where it was seen and 0 where the patient was censored.',
    accepts: isBinary,
  },
  treatment: {
    code: 'table/treatment-not-binary',
    needed: 'A treatment is 1 where it was given and 0 for the comparator.',
    accepts: isBinary,
  },
};

/** How many rows a message names. */
const NAMED_ROWS = 8;

/** The cell as text, or null where it means "not known". */
export function knownCell(cell: string | undefined, missing: readonly string[]): string | null {
  return cell === undefined || cell === '' || missing.includes(cell) ? null : cell;
}

function fault(
  table: Table,
  column: string,
  found: { kind: CellKind; rows: readonly number[] },
): EvaluationError {
  const { code, needed } = DEMANDS[found.kind];
  const named = found.rows
    .slice(0, NAMED_ROWS)
    .map((row) => `row ${row + 2} has ${JSON.stringify(table.rows[row]?.[column] ?? '')}`);
  const more = found.rows.length - named.length;
  const rows = `${named.join(', ')}${more > 0 ? ` and ${more} more rows are like these` : ''}`;
  const finding = {
    found: `Column ${column} of ${table.file}: ${rows}. The header is row 1.`,
    needed,
    remedy:
      'Correct the cells. Leave a cell empty where the value is not known, or name the word for it with --missing.',
  };
  return new EvaluationError(code, finding, {
    file: table.file,
    column,
    rows: found.rows.map((row) => row + 2),
  });
}

/** A column of numbers, one a row of the table, null where not known; `error` names the rows that cannot be read. */
export interface ParsedColumn {
  readonly values: readonly (number | null)[];
  readonly error: EvaluationError | null;
}

/** Reads a column of numbers. */
export function parseNumbers(
  table: Table,
  column: string,
  { kind, missing }: { kind: CellKind; missing: readonly string[] },
): ParsedColumn {
  const rows: number[] = [];
  const values = table.rows.map((row, index) => {
    const cell = knownCell(row[column], missing);
    if (cell === null) return null;
    const value = numberOf(cell);
    if (value !== null && DEMANDS[kind].accepts(value)) return value;
    rows.push(index);
    return null;
  });
  return { values, error: rows.length === 0 ? null : fault(table, column, { kind, rows }) };
}
