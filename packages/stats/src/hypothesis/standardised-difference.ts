/**
 * How different two groups are in one variable, in units of its spread.
 *
 * Reads a variable and two groups, gives the absolute standardised mean difference: for balance, where a P value would
 * answer another question. Knows no other variable.
 */
import { type Numbers, requireFiniteColumn, requireRows } from '../columns.ts';
import { StatsError } from '../errors.ts';
import { cholesky, choleskySolve } from '../linear/cholesky.ts';

/** What a variable is. */
export type VariableKind = 'continuous' | 'binary' | 'categorical';

/** A standardised difference. */
export interface StandardisedDifference {
  /** Absolute difference; infinite where groups differ without spread, null for 0 / 0. */
  readonly value: number | null;
  /** The two groups, in the order of their names. */
  readonly groups: readonly [string | number, string | number];
  /** Why it is null. */
  readonly reason?: string;
}

type Category = string | number;

function compareNames(a: Category, b: Category): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0;
}

/** Distinct names, sorted. */
function namesOf(column: ArrayLike<Category>): Category[] {
  return [...new Set(Array.from(column))].sort(compareNames);
}

function ratio(difference: number, spread: number): number | null {
  return difference === 0 && spread === 0 ? null : Math.abs(difference) / spread;
}

function continuous(values: Numbers, rows: readonly [number[], number[]]): number | null {
  requireFiniteColumn(values, 'values');
  const [a, b] = rows.map((members) => {
    const mean = members.reduce((sum, row) => sum + values[row]!, 0) / members.length;
    const squares = members.reduce((sum, row) => sum + (values[row]! - mean) ** 2, 0);
    return { mean, variance: squares / (members.length - 1) };
  }) as [{ mean: number; variance: number }, { mean: number; variance: number }];
  const spread = Math.sqrt((a.variance + b.variance) / 2);
  return Number.isNaN(spread) ? null : ratio(a.mean - b.mean, spread);
}

/** Shares of every category but the first in a group. */
function shares(column: ArrayLike<Category>, members: readonly number[], categories: readonly Category[]) {
  const counts = new Map<Category, number>();
  for (const row of members) counts.set(column[row]!, (counts.get(column[row]!) ?? 0) + 1);
  return categories.slice(1).map((name) => (counts.get(name) ?? 0) / members.length);
}

/** Mahalanobis distance of two vectors of shares, by the mean of their multinomial covariances. */
function categorical(column: ArrayLike<Category>, rows: readonly [number[], number[]]): number | null {
  const categories = namesOf(column);
  const p = shares(column, rows[0], categories);
  const q = shares(column, rows[1], categories);
  const size = p.length;
  const difference = Float64Array.from(p, (share, i) => share - q[i]!);
  if (difference.every((d) => d === 0)) return size === 0 ? null : 0;
  const values = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      const diagonal = i === j ? p[i]! + q[i]! : 0;
      values[i * size + j] = (diagonal - p[i]! * p[j]! - q[i]! * q[j]!) / 2;
    }
  }
  const factor = cholesky({ rows: size, columns: size, values });
  if (factor.rank < size) return Number.POSITIVE_INFINITY;
  const solved = choleskySolve(factor, difference);
  return Math.sqrt(solved.reduce((sum, value, i) => sum + value * difference[i]!, 0));
}

/**
 * Absolute standardised mean difference of a variable between two groups.
 *
 * @param values Length n: finite numbers when continuous; categories (numbers or texts) otherwise.
 * @param groups Length n, exactly two different values.
 * @param kind What the variable is; a binary one is a categorical one with two categories.
 * @throws StatsError `input/...`, `tests/groups` when there are not two groups, or a binary variable has more values.
 * @example
 * standardisedDifference(ages, cohorts, 'continuous').value;
 * @see Austin, Stat Med 28 (2009) 3083-3107; Yang and Dalton, SAS Global Forum 2012, 335. R: tableone::ExtractSmd.
 */
export function standardisedDifference(
  values: ArrayLike<Category>,
  groups: ArrayLike<Category>,
  kind: VariableKind,
): StandardisedDifference {
  const n = requireRows({ values: values as Numbers, groups: groups as Numbers });
  const names = namesOf(groups);
  if (names.length !== 2) refuse(`Found ${names.length} groups.`, 'Needed two.');
  const rows: [number[], number[]] = [[], []];
  for (let i = 0; i < n; i++) rows[groups[i] === names[0] ? 0 : 1].push(i);
  if (kind === 'binary' && namesOf(values).length > 2)
    refuse('Found a third value.', 'Needed a binary variable.');
  const value = kind === 'continuous' ? continuous(values as Numbers, rows) : categorical(values, rows);
  const pair = [names[0]!, names[1]!] as const;
  if (value !== null) return { value, groups: pair };
  return { value, groups: pair, reason: 'The variable has no spread here: the difference is 0 / 0.' };
}

function refuse(found: string, needed: string): never {
  throw new StatsError('tests/groups', { found, needed, remedy: 'Compare two groups at a time.' });
}
