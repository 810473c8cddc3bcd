/**
 * Turns the cells of a table into rows that can be analysed, and counts what is not known, column by column.
 *
 * Refuses cells that say something impossible, with their rows. The result does not depend on the order of the rows.
 */
import { EvaluationError, EvaluationErrors } from '../errors.ts';
import { type CellKind, knownCell, parseNumbers } from '../table/cells.ts';
import type { Table } from '../table/parse.ts';
import { MONTHS_PER_UNIT } from '../table/time-unit.ts';
import type { AnalysisOptions } from './options.ts';

/** One row of the table, as the analysis sees it. Null is "not known". */
export interface AnalysisRow {
  /** Empty where the table has one cohort. */
  readonly cohort: string;
  readonly score: number;
  readonly label: 0 | 1 | null;
  /** Known together with `observed`. */
  readonly months: number | null;
  readonly observed: 0 | 1 | null;
  readonly second: number | null;
  readonly treatment: 0 | 1 | null;
  /** In the order of the options. */
  readonly covariates: readonly (string | null)[];
}

/** What a column is used for. */
export type ColumnUse =
  | 'cohort'
  | 'score'
  | 'label'
  | 'time'
  | 'event'
  | 'second score'
  | 'treatment'
  | 'covariate';

/** How many rows a column leaves out, and of what. */
export interface MissingCount {
  readonly column: string;
  readonly use: ColumnUse;
  /** Rows without a value in this column. */
  readonly rows: number;
  /** What these rows are not part of. */
  readonly leftOutOf: 'everything' | 'label' | 'survival' | 'comparison' | 'interaction' | 'adjusted models';
}

/** The rows that are analysed. */
export interface AnalysisRows {
  /** Rows of the table below its header. */
  readonly total: number;
  /** Those with cohort and score, in an order that only their values decide. */
  readonly rows: readonly AnalysisRow[];
  readonly missing: readonly MissingCount[];
}

const LEFT_OUT: Readonly<Record<ColumnUse, MissingCount['leftOutOf']>> = {
  cohort: 'everything',
  score: 'everything',
  label: 'label',
  time: 'survival',
  event: 'survival',
  'second score': 'comparison',
  treatment: 'interaction',
  covariate: 'adjusted models',
};

interface NamedColumn {
  readonly column: string;
  readonly use: ColumnUse;
}

function namedColumns(options: AnalysisOptions): readonly NamedColumn[] {
  const { cohort, score, label, time, event, secondScore, treatment, covariates } = options;
  const all: readonly (readonly [string | null, ColumnUse])[] = [
    [cohort, 'cohort'],
    [score, 'score'],
    [label, 'label'],
    [time, 'time'],
    [event, 'event'],
    [secondScore, 'second score'],
    [treatment, 'treatment'],
    ...covariates.map((column) => [column, 'covariate'] as const),
  ];
  return all.flatMap(([column, use]) => (column === null ? [] : [{ column, use }]));
}

function checkNames(table: Table, named: readonly NamedColumn[]): void {
  const errors = named
    .filter(({ column }) => !table.columns.includes(column))
    .map(
      ({ column, use }) =>
        new EvaluationError(
          'table/unknown-column',
          {
            found: `The ${use} is said to be in column ${column}, which ${table.file} does not have.`,
            needed: `Columns of ${table.file}: ${table.columns.join(', ')}.`,
            remedy: 'Correct the name of the column.',
          },
          { file: table.file, column },
        ),
    );
  EvaluationErrors.throwIfAny(errors);
}

function compareValues(a: string | number | null, b: string | number | null): number {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  return a < b ? -1 : 1;
}

function sortKey(row: AnalysisRow): readonly (string | number | null)[] {
  const { cohort, score, label, months, observed, second, treatment, covariates } = row;
  return [cohort, score, label, months, observed, second, treatment, ...covariates];
}

/** Rows by their values, so that sums come out the same to the last bit whatever the order of the file. */
function sortRows(rows: readonly AnalysisRow[]): readonly AnalysisRow[] {
  const keyed = rows.map((row) => ({ row, key: sortKey(row) }));
  keyed.sort((a, b) => {
    for (let index = 0; index < a.key.length; index++) {
      const order = compareValues(a.key[index] ?? null, b.key[index] ?? null);
      if (order !== 0) return order;
    }
    return 0;
  });
  return keyed.map(({ row }) => row);
}

type Binary = 0 | 1 | null;

/** The columns of the options, each as long as the table. */
interface ParsedColumns {
  readonly cohort: readonly (string | null)[];
  readonly numbers: Readonly<Record<Exclude<ColumnUse, 'cohort' | 'covariate'>, readonly (number | null)[]>>;
  readonly covariates: readonly (readonly (string | null)[])[];
}

function parseColumns(table: Table, options: AnalysisOptions): ParsedColumns {
  const { missing } = options;
  const errors: EvaluationError[] = [];
  const numbers = (column: string | null, kind: CellKind): readonly (number | null)[] => {
    if (column === null) return table.rows.map(() => null);
    const { values, error } = parseNumbers(table, column, { kind, missing });
    if (error !== null) errors.push(error);
    return values;
  };
  const texts = (column: string): readonly (string | null)[] =>
    table.rows.map((row) => knownCell(row[column], missing));
  const columns: ParsedColumns = {
    cohort: options.cohort === null ? table.rows.map(() => '') : texts(options.cohort),
    numbers: {
      score: numbers(options.score, 'number'),
      label: numbers(options.label, 'label'),
      time: numbers(options.time, 'time'),
      event: numbers(options.event, 'event'),
      'second score': numbers(options.secondScore, 'number'),
      treatment: numbers(options.treatment, 'treatment'),
    },
    covariates: options.covariates.map(texts),
  };
  EvaluationErrors.throwIfAny(errors);
  return columns;
}

function countMissing(columns: ParsedColumns, named: readonly NamedColumn[]): readonly MissingCount[] {
  let covariate = -1;
  return named.map(({ column, use }) => {
    if (use === 'covariate') covariate += 1;
    const values =
      use === 'cohort'
        ? columns.cohort
        : use === 'covariate'
          ? (columns.covariates[covariate] ?? [])
          : columns.numbers[use];
    const rows = values.filter((value) => value === null).length;
    return { column, use, rows, leftOutOf: LEFT_OUT[use] };
  });
}

function rowsOf(columns: ParsedColumns, unit: AnalysisOptions['timeUnit']): readonly AnalysisRow[] {
  const { cohort, numbers, covariates } = columns;
  return cohort.flatMap((name, index) => {
    const score = numbers.score[index] ?? null;
    if (name === null || score === null) return [];
    const time = numbers.time[index] ?? null;
    const event = numbers.event[index] ?? null;
    const isFollowed = time !== null && event !== null;
    return [
      {
        cohort: name,
        score,
        label: (numbers.label[index] ?? null) as Binary,
        months: isFollowed ? time * MONTHS_PER_UNIT[unit] : null,
        observed: isFollowed ? (event as Binary) : null,
        second: numbers['second score'][index] ?? null,
        treatment: (numbers.treatment[index] ?? null) as Binary,
        covariates: covariates.map((values) => values[index] ?? null),
      },
    ];
  });
}

/**
 * Reads the columns that the options name.
 *
 * @throws EvaluationError `table/unknown-column`, `table/not-a-number`, `table/label-not-binary`,
 * `table/time-not-positive`, `table/event-not-binary`, `table/treatment-not-binary`: one a column, each with its rows;
 * `cohort/empty` when no row has a score and a cohort.
 */
export function parseRows(table: Table, options: AnalysisOptions): AnalysisRows {
  const named = namedColumns(options);
  checkNames(table, named);
  const columns = parseColumns(table, options);
  const rows = sortRows(rowsOf(columns, options.timeUnit));
  if (rows.length === 0) {
    const finding = {
      found: `No row of ${table.file} has a value in column ${options.score}${options.cohort === null ? '' : ` and in column ${options.cohort}`}.`,
      needed: 'An analysis needs patients with a score.',
      remedy: 'Name another column, or fill the column.',
    };
    throw new EvaluationError('cohort/empty', finding, { file: table.file });
  }
  return { total: table.rows.length, rows, missing: countMissing(columns, named) };
}
