/**
 * How often readers agree on a category beyond chance.
 *
 * Reads categories of two readers (Cohen, plain and weighted) or of many (Fleiss), gives kappa with its interval and
 * its test against chance. Categories are ordered by value; weights count steps between them.
 */
import { requireRows } from '../columns.ts';
import { normalSurvival } from '../distributions/normal.ts';
import { normalQuantile } from '../distributions/normal-quantile.ts';
import { type Category, categoriesOf, crossTable, type Shares, sharesOf } from './categories.ts';
import { undefinedAgreement } from './ratings.ts';

/** One kappa. */
export interface Kappa {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
  readonly level: number;
  /** Standard error away from the null, for the interval (Fleiss, Cohen and Everitt). */
  readonly standardError: number;
  /** Statistic of the test that kappa is 0. */
  readonly z: number;
  readonly p: number;
}

/** Agreement of two readers. */
export interface KappaTable {
  readonly n: number;
  /** Categories in ascending order. */
  readonly categories: readonly Category[];
  /** Counts, first reader in rows. */
  readonly table: readonly (readonly number[])[];
  /** Share of patients on which both agree. */
  readonly agreement: number;
  /** Every disagreement counts the same. */
  readonly unweighted: Kappa;
  /** A disagreement counts by its steps. */
  readonly linear: Kappa;
  /** A disagreement counts by its steps squared. */
  readonly quadratic: Kappa;
}

/** Sum over all cells of a function of (row, column). */
function sumCells(size: number, term: (i: number, j: number) => number): number {
  let sum = 0;
  for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) sum += term(i, j);
  return sum;
}

function kappaOf(shares: Shares, weight: (i: number, j: number) => number, level: number): Kappa {
  const { cells, rows, columns, n } = shares;
  const size = rows.length;
  const observed = sumCells(size, (i, j) => weight(i, j) * cells[i]![j]!);
  const chance = sumCells(size, (i, j) => weight(i, j) * rows[i]! * columns[j]!);
  if (!(1 - chance > 1e-15)) {
    throw undefinedAgreement(
      'Found that both readers gave one category throughout.',
      'Needed expected agreement under 1; kappa would be 0 / 0.',
    );
  }
  const value = (observed - chance) / (1 - chance);
  const rowMean = rows.map((_, i) => columns.reduce((sum, share, j) => sum + weight(i, j) * share, 0));
  const columnMean = columns.map((_, j) => rows.reduce((sum, share, i) => sum + weight(i, j) * share, 0));
  const pull = (i: number, j: number) => rowMean[i]! + columnMean[j]!;
  const nullSum = sumCells(size, (i, j) => rows[i]! * columns[j]! * (weight(i, j) - pull(i, j)) ** 2);
  const nullError = Math.sqrt((nullSum - chance * chance) / n) / (1 - chance);
  const spread = sumCells(size, (i, j) => cells[i]![j]! * (weight(i, j) - pull(i, j) * (1 - value)) ** 2);
  const variance = Math.max(0, spread - (value - chance * (1 - value)) ** 2) / n;
  const rounding = variance < 1e-30 ? 0 : variance;
  const standardError = Math.sqrt(rounding) / (1 - chance);
  const half = normalQuantile((1 + level) / 2) * standardError;
  const z = value / nullError;
  return {
    value,
    lower: value - half,
    upper: value + half,
    level,
    standardError,
    z,
    p: 2 * normalSurvival(Math.abs(z)),
  };
}

/**
 * Cohen's kappa of two readers, plain, linear and quadratic.
 *
 * @param first Categories of the first reader, length n.
 * @param second Categories of the second reader, length n.
 * @param level Confidence level. Default 0.95.
 * @throws StatsError `input/length`, `input/empty`; `agreement/undefined` when both used one category only.
 * @example
 * kappa([1, 1, 2, 2], [1, 2, 2, 2]).unweighted.value; // 0.5
 * @see Cohen, Psychol Bull 70 (1968) 213-220; Fleiss, Cohen and Everitt, Psychol Bull 72 (1969) 323-327.
 */
export function kappa(first: ArrayLike<Category>, second: ArrayLike<Category>, level = 0.95): KappaTable {
  const n = requireRows({
    first: { length: first.length },
    second: { length: second.length },
  });
  const categories = categoriesOf([...Array.from(first), ...Array.from(second)]);
  const table = crossTable(first, second, categories);
  const shares = sharesOf(table, n);
  const steps = Math.max(1, categories.length - 1);
  return {
    n,
    categories,
    table,
    agreement: sumCells(categories.length, (i, j) => (i === j ? shares.cells[i]![j]! : 0)),
    unweighted: kappaOf(shares, (i, j) => (i === j ? 1 : 0), level),
    linear: kappaOf(shares, (i, j) => 1 - Math.abs(i - j) / steps, level),
    quadratic: kappaOf(shares, (i, j) => 1 - ((i - j) / steps) ** 2, level),
  };
}
