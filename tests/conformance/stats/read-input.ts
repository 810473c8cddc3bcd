/**
 * How columns and parameters of a reference case are read.
 *
 * Reads plain JSON values, gives arrays and numbers, or throws for what no statistic takes. Knows no statistic: lengths,
 * missing values and labels are the statistic's own to judge.
 */
import { StatsError } from '../../../packages/stats/src/errors.ts';

function refuse(name: string, found: unknown, needed: string): never {
  throw new StatsError('input/option', {
    found: `Found ${JSON.stringify(found) ?? 'nothing'} as ${name}.`,
    needed: `Needed ${needed}.`,
    remedy: 'Correct the case.',
  });
}

/**
 * A column of numbers. A null, a text and a missing value become NaN, which the statistic refuses.
 *
 * @param input The case's input.
 * @param name Name of the column.
 * @throws StatsError `input/option` when it is no list.
 */
export function numbersOf(input: Readonly<Record<string, unknown>>, name: string): number[] {
  const column = input[name];
  if (!Array.isArray(column) && !ArrayBuffer.isView(column)) return refuse(name, column, 'a list of numbers');
  return Array.from(column as ArrayLike<unknown>, (value) => {
    if (typeof value === 'boolean') return value ? 1 : 0;
    return typeof value === 'number' ? value : Number.NaN;
  });
}

/**
 * A column of group names: texts or numbers.
 *
 * @param input The case's input.
 * @param name Name of the column.
 * @throws StatsError `input/option` when it is no list, `input/not-finite` for a missing value.
 */
export function groupsOf(input: Readonly<Record<string, unknown>>, name: string): (string | number)[] {
  const column = input[name];
  if (!Array.isArray(column)) return refuse(name, column, 'a list');
  return column.map((value: unknown) => {
    if (typeof value === 'string') return value;
    if (typeof value === 'boolean') return value ? 1 : 0;
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    throw new StatsError('input/not-finite', {
      found: `Found ${String(value)} in ${name}.`,
      needed: 'Needed a group in every row.',
      remedy: 'Drop rows with missing values first.',
    });
  });
}

/**
 * A list of rows of numbers.
 *
 * @param input The case's input.
 * @param name Name of the matrix.
 * @throws StatsError `input/option` when it is no list of lists.
 */
export function matrixOf(input: Readonly<Record<string, unknown>>, name: string): number[][] {
  const rows = input[name];
  if (!Array.isArray(rows)) return refuse(name, rows, 'a list of rows');
  return rows.map((_, index) => numbersOf(rows as unknown as Record<string, unknown>, String(index)));
}

/**
 * A number among the parameters.
 *
 * @param params The case's parameters.
 * @param name Name of the parameter.
 * @param fallback What a missing one means; without it a missing one is refused.
 * @throws StatsError `input/option`.
 */
export function numberOf(params: Readonly<Record<string, unknown>>, name: string, fallback?: number): number {
  const value = params[name] ?? fallback;
  return typeof value === 'number' ? value : refuse(name, value, 'a number');
}

/**
 * The confidence level of a case: `conf_level`, or 0.95.
 *
 * @param params The case's parameters.
 * @throws StatsError `input/option`.
 */
export function levelOf(params: Readonly<Record<string, unknown>>): number {
  return numberOf(params, 'conf_level', 0.95);
}
