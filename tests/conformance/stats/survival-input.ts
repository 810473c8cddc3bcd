/**
 * How plain fixture columns become follow-up, covariates and group codes.
 *
 * Reads unknown JSON values, refuses what is not a column of finite numbers. Knows no statistic.
 */
import { StatsError } from '../../../packages/stats/src/errors.ts';
import { followUpOf } from '../../../packages/stats/src/survival/follow-up/follow-up.ts';
import type { FollowUp } from '../../../packages/stats/src/types.ts';

type Fields = Record<string, unknown>;

function refuse(key: string, found: string): never {
  throw new StatsError('input/not-finite', {
    found: `Found ${found} in ${key}.`,
    needed: 'Needed a column of finite numbers.',
    remedy: 'Check the table.',
  });
}

/** A column of finite numbers; booleans count as 0 and 1. */
export function column(fields: Fields, key: string): number[] {
  const values = fields[key];
  if (!Array.isArray(values)) refuse(key, values === undefined ? 'nothing' : `a ${typeof values}`);
  return values.map((value: unknown, index) => {
    const number = typeof value === 'boolean' ? Number(value) : value;
    if (typeof number !== 'number' || !Number.isFinite(number))
      refuse(key, `${String(value)} at position ${index}`);
    return number;
  });
}

/** A column that may be left out. */
export function optionalColumn(fields: Fields, key: string): number[] | undefined {
  return fields[key] === undefined || fields[key] === null ? undefined : column(fields, key);
}

/** Follow-up from the columns `time` and `event`. */
export function followUpFrom(input: Fields): FollowUp {
  return followUpOf(column(input, 'time'), column(input, 'event'));
}

/** Levels of a column of numbers or words, sorted, and the code of each row. */
export function levels(fields: Fields, key: string): { labels: (string | number)[]; codes: Int32Array } {
  const values = fields[key];
  if (!Array.isArray(values)) refuse(key, 'nothing');
  const cells = values.map((value: unknown) => (typeof value === 'boolean' ? Number(value) : value));
  for (const cell of cells)
    if (typeof cell !== 'string' && !(typeof cell === 'number' && Number.isFinite(cell)))
      refuse(key, String(cell));
  const known = cells as (string | number)[];
  const labels = Array.from(new Set(known)).sort((a, b) =>
    typeof a === 'number' && typeof b === 'number' ? a - b : String(a) < String(b) ? -1 : 1,
  );
  const place = new Map(labels.map((label, index) => [label, index]));
  return { labels, codes: Int32Array.from(known, (cell) => place.get(cell)!) };
}

/** Codes of a column that may be left out. */
export function optionalCodes(fields: Fields, key: string): Int32Array | undefined {
  return fields[key] === undefined || fields[key] === null ? undefined : levels(fields, key).codes;
}

/** Named covariates from `X`. */
export function covariates(input: Fields): { name: string; values: number[] }[] {
  const table = (input.X ?? {}) as Fields;
  return Object.keys(table).map((name) => ({ name, values: column(table, name) }));
}

/** A number among the parameters, or the default. */
export function numberParameter(params: Fields, key: string, otherwise: number): number {
  const value = params[key];
  if (value === undefined || value === null) return otherwise;
  if (typeof value !== 'number' || Number.isNaN(value)) refuse(key, String(value));
  return value;
}

/** A word among the parameters, or the default. */
export function wordParameter<T extends string>(params: Fields, key: string, otherwise: T): T {
  const value = params[key];
  return value === undefined || value === null ? otherwise : (String(value) as T);
}
