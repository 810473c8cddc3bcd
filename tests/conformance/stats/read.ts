/**
 * How adapters take columns, tables and options out of a reference case.
 *
 * Reads JSON values, gives typed arrays; refuses what is missing or of another kind as a StatsError, so that a case
 * with unusable input is an explicit error and never a crash.
 */
import { StatsError } from '../../../packages/stats/src/errors.ts';

function refuse(name: string, value: unknown, needed: string): never {
  throw new StatsError('input/not-finite', {
    found: `Found ${value === null ? 'null' : typeof value} as ${name}.`,
    needed: `Needed ${needed}.`,
    remedy: 'Correct the reference case.',
  });
}

/** A column of numbers; null cells become NaN, which statistics refuse. */
export function readColumn(source: Record<string, unknown>, name: string): number[] {
  const value = source[name];
  if (!Array.isArray(value)) return refuse(name, value, 'a column of numbers');
  return value.map((cell: unknown) => {
    if (typeof cell === 'number') return cell;
    if (typeof cell === 'boolean') return cell ? 1 : 0;
    return cell === null ? Number.NaN : refuse(name, cell, 'numbers');
  });
}

/** A column that may be left out. */
export function readOptionalColumn(source: Record<string, unknown>, name: string): number[] | undefined {
  return source[name] === undefined || source[name] === null ? undefined : readColumn(source, name);
}

/** Columns by name. */
export function readColumns(source: Record<string, unknown>, name: string): Record<string, number[]> {
  const value = source[name];
  if (value === undefined || value === null) return {};
  if (typeof value !== 'object' || Array.isArray(value)) return refuse(name, value, 'columns by name');
  const columns = value as Record<string, unknown>;
  return Object.fromEntries(Object.keys(columns).map((key) => [key, readColumn(columns, key)]));
}

/** A table as rows. */
export function readRows(source: Record<string, unknown>, name: string): number[][] {
  const value = source[name];
  if (!Array.isArray(value)) return refuse(name, value, 'rows of numbers');
  return value.map((row: unknown, index) => readColumn({ [`row ${index}`]: row }, `row ${index}`));
}

/** Names of groups, as text; numbers keep their spelling. */
export function readNames(source: Record<string, unknown>, name: string): string[] {
  const value = source[name];
  if (!Array.isArray(value)) return refuse(name, value, 'a column of names');
  return value.map((cell: unknown) =>
    typeof cell === 'string' || typeof cell === 'number' || typeof cell === 'boolean'
      ? String(cell)
      : refuse(name, cell, 'names'),
  );
}

/** A number, or the default when it is left out. */
export function readNumber(source: Record<string, unknown>, name: string, other?: number): number {
  const value = source[name];
  if (typeof value === 'number') return value;
  if ((value === undefined || value === null) && other !== undefined) return other;
  return refuse(name, value, 'a number');
}
