/**
 * Whether an answer agrees with a reference.
 *
 * Reads an expected value and what a statistic gave, gives the differences and the number of values compared. A field
 * that the statistic does not offer is left out and counted; a null agrees with null, with nothing and with NaN.
 */
import type { Tolerance } from './fixtures.ts';

/** One place where answer and reference differ. */
export interface Difference {
  /** Path of the field, as `slope.estimate` or `coef[1]`. */
  readonly field: string;
  readonly expected: unknown;
  readonly got: unknown;
}

/** What a comparison found. */
export interface Comparison {
  readonly differences: readonly Difference[];
  /** Numbers, strings, booleans and nulls that were compared. */
  readonly compared: number;
  /** Fields of the reference that the answer does not have. */
  readonly missing: readonly string[];
}

interface Tally {
  readonly tolerance: Tolerance;
  readonly differences: Difference[];
  readonly missing: string[];
  compared: number;
}

function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

function isNothing(value: unknown): boolean {
  return value === null || value === undefined || (typeof value === 'number' && Number.isNaN(value));
}

function numbersAgree(expected: number, got: unknown, tolerance: Tolerance): boolean {
  if (Number.isNaN(expected)) return isNothing(got);
  if (typeof got !== 'number' || Number.isNaN(got)) return false;
  if (expected === got) return true;
  if (!Number.isFinite(expected) || !Number.isFinite(got)) return false;
  const distance = Math.abs(expected - got);
  return distance <= tolerance.abs || distance <= tolerance.rel * Math.abs(expected);
}

function scalarsAgree(expected: unknown, got: unknown, tolerance: Tolerance): boolean {
  if (expected === null || expected === undefined) return isNothing(got);
  return typeof expected === 'number' ? numbersAgree(expected, got, tolerance) : expected === got;
}

function compareLists(tally: Tally, at: string, pair: { expected: ArrayLike<unknown>; got: unknown }): void {
  const { expected, got } = pair;
  if (!isList(got) || got.length !== expected.length) {
    const length = isList(got) ? `length ${got.length}` : got;
    tally.differences.push({ field: at, expected: `length ${expected.length}`, got: length });
    return;
  }
  for (let i = 0; i < expected.length; i++) {
    compareAt(tally, `${at}[${i}]`, { expected: expected[i], got: got[i] });
  }
}

function compareFields(tally: Tally, at: string, pair: { expected: object; got: unknown }): void {
  const { expected, got } = pair;
  if (typeof got !== 'object' || got === null) {
    tally.differences.push({ field: at || '-', expected: 'an object', got });
    return;
  }
  for (const [key, value] of Object.entries(expected)) {
    const field = at ? `${at}.${key}` : key;
    if (key in got) compareAt(tally, field, { expected: value, got: (got as Record<string, unknown>)[key] });
    else tally.missing.push(field);
  }
}

function compareAt(tally: Tally, at: string, pair: { expected: unknown; got: unknown }): void {
  const { expected, got } = pair;
  if (isList(expected)) compareLists(tally, at, { expected, got });
  else if (typeof expected === 'object' && expected !== null) compareFields(tally, at, { expected, got });
  else {
    tally.compared++;
    if (!scalarsAgree(expected, got, tally.tolerance))
      tally.differences.push({ field: at || '-', expected, got });
  }
}

/**
 * Compares an answer with its reference.
 *
 * @param expected From the fixture, decoded.
 * @param got What the adapter returned.
 * @param tolerance A number agrees when it is within either bound.
 */
export function compareWithReference(expected: unknown, got: unknown, tolerance: Tolerance): Comparison {
  const tally: Tally = { tolerance, differences: [], missing: [], compared: 0 };
  compareAt(tally, '', { expected, got });
  return tally;
}

/** Whether an answer holds no number at all: nothing, an error mark, or nulls (with their reasons) throughout. */
export function holdsNoNumber(got: unknown): boolean {
  if (isNothing(got)) return true;
  if (typeof got === 'string') return true;
  if (isList(got)) return Array.from(got).every(holdsNoNumber);
  if (typeof got !== 'object' || got === null) return false;
  if ('error' in got && got.error === true) return true;
  return Object.values(got).every(holdsNoNumber);
}
