/**
 * What harmonisation reads: features, the batch of every patient, and what is to be kept.
 *
 * Refuses columns of different length and values that are missing. Knows no effect of a batch.
 */
import { requireFiniteColumn } from '../columns.ts';
import { StatsError } from '../errors.ts';
import { requireKnown } from '../options.ts';

/** Features of patients from several batches. */
export interface CombatRows {
  /** One row a feature, one column a patient, finite. */
  readonly features: readonly ArrayLike<number>[];
  /** Scanner or centre of every patient. */
  readonly batch: ArrayLike<string>;
  /** What is to be kept: columns by name, numeric, one value a patient. The same names in `fit` and `apply`. */
  readonly covariates?: Readonly<Record<string, ArrayLike<number>>>;
}

const ROWS = Object.freeze({ features: undefined, batch: undefined, covariates: undefined });

/** Refuses a column of the wrong length. */
export function lengthError(name: string, length: number, n: number): never {
  throw new StatsError('input/length', {
    found: `Found ${length} values of ${name} for ${n} patients.`,
    needed: 'Needed one value a patient.',
    remedy: 'Pass columns of the same patients.',
  });
}

/** Refuses rows that cannot be harmonised. StatsError `input/length`, `input/not-finite`, `options/unknown-key`. */
export function checkRows(rows: CombatRows): void {
  requireKnown(rows, ROWS);
  const { features, batch, covariates = {} } = rows;
  const n = batch.length;
  features.forEach((row, index) => {
    if (row.length !== n) lengthError(`feature ${index}`, row.length, n);
    requireFiniteColumn(row, `feature ${index}`);
  });
  for (const [name, column] of Object.entries(covariates)) {
    if (column.length !== n) lengthError(name, column.length, n);
    requireFiniteColumn(column, name);
  }
}
