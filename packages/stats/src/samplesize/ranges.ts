/**
 * Whether the assumptions of a sample size lie where they can.
 *
 * Reads named numbers, throws `samplesize/range`. Knows no formula.
 */
import { StatsError } from '../errors.ts';

function refuse(name: string, value: number, needed: string): never {
  throw new StatsError('samplesize/range', {
    found: `Found ${name} ${value}.`,
    needed: `Needed ${needed}.`,
    remedy: 'Correct the assumption; write 0.43 for 43 %.',
  });
}

/** Refuses numbers outside the open interval (low, high). */
export function requireWithin(values: Readonly<Record<string, number>>, low: number, high: number): void {
  for (const [name, value] of Object.entries(values)) {
    if (!(value > low && value < high)) refuse(name, value, `a number above ${low} and below ${high}`);
  }
}

/** Refuses numbers that are not above 0 and finite. */
export function requireAboveZero(values: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(values)) {
    if (!(value > 0 && value < Number.POSITIVE_INFINITY)) refuse(name, value, 'a finite number above 0');
  }
}

/** Refuses numbers that are not whole and at least 1. */
export function requireCount(values: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(values)) {
    if (!Number.isInteger(value) || value < 1) refuse(name, value, 'a whole number from 1');
  }
}
