/**
 * What is left of a feature when mean, covariates and spread are taken out.
 *
 * Reads one feature and the columns of the design, gives standardised values. Knows no other feature.
 */
import { cholesky, choleskySolve } from '../linear/cholesky.ts';
import { crossProduct, fromColumns } from '../linear/matrix.ts';
import { refuseBatches } from './batches.ts';
import type { CombatRows } from './rows.ts';

/** Columns of batches (all ones for the reference) and of covariates. */
export function designColumns(
  rows: CombatRows,
  members: ReadonlyMap<string, readonly number[]>,
  reference: string | null,
): Float64Array[] {
  const n = rows.batch.length;
  const batches = [...members].map(([name, list]) => {
    const column = new Float64Array(n).fill(name === reference ? 1 : 0);
    for (const patient of list) column[patient] = 1;
    return column;
  });
  return [...batches, ...Object.values(rows.covariates ?? {}).map((column) => Float64Array.from(column))];
}

/** Least-squares solver for one design; refuses covariates that the batches determine. */
export function solver(
  columns: readonly Float64Array[],
  names: readonly string[],
): (y: ArrayLike<number>) => Float64Array {
  const design = fromColumns(columns);
  const scale = columns.map((column) => Math.hypot(...column) || 1);
  const scaled = fromColumns(columns.map((column, j) => column.map((value) => value / scale[j]!)));
  const factor = cholesky(crossProduct(scaled), 1e-11);
  if (factor.deficient.length > 0) {
    refuseBatches('harmonise/confounded', [
      `Found that ${factor.deficient.map((j) => names[j]).join(', ')} is determined by the other columns.`,
      'Needed covariates that vary within the batches.',
      'Leave the covariate out, or accept that it cannot be told from the batch.',
    ]);
  }
  return (y) => {
    const right = new Float64Array(columns.length);
    for (let i = 0; i < design.rows; i++) {
      for (let j = 0; j < columns.length; j++) right[j]! += scaled.values[i * columns.length + j]! * y[i]!;
    }
    return choleskySolve(factor, right).map((value, j) => value / scale[j]!);
  };
}

/** Whether a feature takes one value only within some batch; sva leaves such a feature as it is. */
export function isConstantInABatch(
  row: ArrayLike<number>,
  members: ReadonlyMap<string, readonly number[]>,
): boolean {
  return [...members.values()].some((list) => list.every((patient) => row[patient] === row[list[0]!]));
}

interface Standardised {
  readonly mean: number;
  readonly deviation: number;
  readonly covariates: readonly number[];
  readonly values: Float64Array;
}

/** The design that all features share. */
export interface Layout {
  readonly columns: readonly Float64Array[];
  readonly members: ReadonlyMap<string, readonly number[]>;
  readonly reference: string | null;
  readonly solve: (y: ArrayLike<number>) => Float64Array;
}

/** One feature without its mean and covariates, in units of its pooled spread. */
export function standardiseFeature(row: ArrayLike<number>, layout: Layout): Standardised {
  const { columns, members, reference, solve } = layout;
  const n = row.length;
  const lists = [...members.values()];
  const coefficients = solve(row);
  const names = [...members.keys()];
  const mean =
    reference === null
      ? lists.reduce((sum, list, b) => sum + (list.length / n) * coefficients[b]!, 0)
      : coefficients[names.indexOf(reference)]!;
  const kept = (patient: number, from: number) =>
    columns.reduce((sum, column, j) => (j < from ? sum : sum + column[patient]! * coefficients[j]!), 0);
  const counted = reference === null ? Array.from({ length: n }, (_, i) => i) : members.get(reference)!;
  const variance = counted.reduce((sum, i) => sum + (row[i]! - kept(i, 0)) ** 2, 0) / counted.length;
  const deviation = Math.sqrt(variance);
  const values = Float64Array.from(row, (x, i) => (x - mean - kept(i, lists.length)) / deviation);
  return { mean, deviation, covariates: Array.from(coefficients.slice(lists.length)), values };
}
