/**
 * The values of a column by group, with those that are missing.
 *
 * Reads a column and groups. Knows no test.
 */
import { StatsError } from '../errors.ts';

/** A value of a table: a number, a category, or missing (null). */
export type TableValue = number | string | null;

/** A category or group. */
export type GroupName = string | number;

/** Distinct names, sorted. */
export function sortedNames(values: readonly GroupName[]): GroupName[] {
  const distinct = [...new Set(values)];
  return distinct.sort((a, b) =>
    typeof a === 'number' && typeof b === 'number' ? a - b : String(a) < String(b) ? -1 : 1,
  );
}

/** Values present, by group. */
export interface GroupedValues {
  readonly names: readonly [GroupName, GroupName];
  readonly present: readonly [GroupName[], GroupName[]];
  readonly missing: readonly [number, number];
}

/** Values by group; missing ones counted. */
export function splitByGroup(values: ArrayLike<TableValue>, groups: ArrayLike<GroupName>): GroupedValues {
  const names = sortedNames(Array.from(groups));
  if (names.length !== 2) {
    throw new StatsError('tests/groups', {
      found: `Found ${names.length} groups.`,
      needed: 'Needed two.',
      remedy: 'Compare two groups at a time.',
    });
  }
  const present: [GroupName[], GroupName[]] = [[], []];
  const missing: [number, number] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    const side = groups[i] === names[0] ? 0 : 1;
    const value = values[i] ?? null;
    if (value === null) missing[side]++;
    else present[side].push(value);
  }
  return { names: [names[0]!, names[1]!], present, missing };
}
