/**
 * Columns of a model from the cells of covariates: numbers as they are, categories against their first in the alphabet.
 */
import { EvaluationError } from '../errors.ts';
import type { CovariateColumns, ModelColumn } from '../judge/adjust.ts';
import { numberOf } from '../table/row.ts';
import type { AnalysisOptions } from './options.ts';
import type { AnalysisRow } from './rows.ts';

/** Above this a column of texts is a list of names rather than of categories. */
const MOST_CATEGORIES = 12;

/** What the cells of a covariate are. */
export interface CovariateKind {
  readonly column: string;
  readonly isNumber: boolean;
}

/**
 * Whether each covariate holds numbers or categories, decided on all rows so that every cohort means the same.
 *
 * @throws EvaluationError `table/too-many-categories` when a column of texts has more than twelve.
 */
export function covariateKinds(
  rows: readonly AnalysisRow[],
  { covariates }: AnalysisOptions,
): readonly CovariateKind[] {
  return covariates.map((column, index) => {
    const cells = rows.flatMap((row) => row.covariates[index] ?? []);
    const isNumber = cells.every((cell) => numberOf(cell) !== null);
    const categories = new Set(cells).size;
    if (isNumber || categories <= MOST_CATEGORIES) return { column, isNumber };
    const text = cells.find((cell) => numberOf(cell) === null) ?? '';
    const finding = {
      found: `Covariate ${column} has ${categories} different cells, among them ${JSON.stringify(text)}, which is not a number.`,
      needed: `A covariate holds numbers, or at most ${MOST_CATEGORIES} categories.`,
      remedy: 'Correct the cells, join categories, or name the words that mean "not known" with --missing.',
    };
    throw new EvaluationError('table/too-many-categories', finding, { column });
  });
}

function columnsOf({ column, isNumber }: CovariateKind, cells: readonly string[]): readonly ModelColumn[] {
  const levels = [...new Set(cells)].sort();
  if (levels.length < 2) return [];
  if (isNumber) return [{ name: column, values: cells.map(Number) }];
  const [reference = '', ...others] = levels;
  return others.map((level) => ({
    name: `${column}: ${level} against ${reference}`,
    values: cells.map((cell) => (cell === level ? 1 : 0)),
  }));
}

/**
 * The columns of all covariates.
 *
 * @param rows Rows without a gap in a covariate.
 */
export function covariateColumns(
  rows: readonly AnalysisRow[],
  kinds: readonly CovariateKind[],
): CovariateColumns {
  const made = kinds.map((kind, index) => ({
    kind,
    columns: columnsOf(
      kind,
      rows.map(({ covariates }) => covariates[index] ?? ''),
    ),
  }));
  return {
    columns: made.flatMap(({ columns }) => columns),
    leftOut: made.flatMap(({ kind, columns }) => (columns.length === 0 ? [kind.column] : [])),
  };
}

/** The rows that can be in an adjusted model: no gap in any covariate. */
export function withoutGaps<T extends AnalysisRow>(rows: readonly T[]): readonly T[] {
  return rows.filter(({ covariates }) => covariates.every((cell) => cell !== null));
}
