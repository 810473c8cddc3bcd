/**
 * Which categories readers used, and how often together.
 *
 * Reads categories, gives counts and shares. Knows no coefficient.
 */
import { undefinedAgreement } from './ratings.ts';

/** A category: a number or a name. */
export type Category = number | string;

/** Counts of two readers as shares. */
export interface Shares {
  readonly cells: readonly (readonly number[])[];
  readonly rows: readonly number[];
  readonly columns: readonly number[];
  readonly n: number;
}

function compareCategories(a: Category, b: Category): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a) < String(b) ? -1 : 1;
}

/** Distinct categories, sorted. */
export function categoriesOf(values: Iterable<Category>): Category[] {
  const categories = [...new Set(values)].sort(compareCategories);
  if (categories.some((c) => typeof c === 'number' && Number.isNaN(c))) {
    throw undefinedAgreement(
      'Found a missing category.',
      'Needed a category of every reader for every patient.',
    );
  }
  return categories;
}

/** Counts of both readers by category. */
export function crossTable(
  first: ArrayLike<Category>,
  second: ArrayLike<Category>,
  categories: readonly Category[],
): number[][] {
  const place = new Map(categories.map((category, k) => [category, k]));
  const table = categories.map(() => new Array<number>(categories.length).fill(0));
  for (let i = 0; i < first.length; i++) table[place.get(first[i]!)!]![place.get(second[i]!)!]!++;
  return table;
}

/** Shares of a table of counts with their margins. */
export function sharesOf(table: readonly (readonly number[])[], n: number): Shares {
  const cells = table.map((row) => row.map((count) => count / n));
  const rows = cells.map((row) => row.reduce((sum, share) => sum + share, 0));
  const columns = cells.map((_, j) => cells.reduce((sum, row) => sum + row[j]!, 0));
  return { cells, rows, columns, n };
}
