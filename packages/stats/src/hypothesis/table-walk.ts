/**
 * The tables with given margins, column by column.
 *
 * Reads margins, gives the steps from one partly filled table to the next with their log probabilities. Knows no P value.
 */
import { logGamma } from '../distributions/gamma-function.ts';
import type { CountsTable } from './counts-table.ts';

/** Most distinct partial tables kept at a time. */
export const MOST_STATES = 3e6;

function logFactorials(n: number): Float64Array {
  return Float64Array.from({ length: n + 1 }, (_, k) => (k < 2 ? 0 : logGamma(k + 1)));
}

/** The table turned so that the walk is along the longer side; empty lines are dropped. */
export interface Walk {
  /** Sums across the walk: what each line still has to give. */
  readonly lines: number[];
  /** Sums of the steps of the walk. */
  readonly steps: number[];
  /** log k!. */
  readonly factorial: Float64Array;
  /** Minus the sum of log cell! of the observed table, with tolerance. */
  readonly limit: number;
}

/** How the tables of given margins are gone through. */
export function walkOf(table: CountsTable, tolerance: number): Walk {
  const factorial = logFactorials(table.total);
  const rows = table.rows.filter((sum) => sum > 0);
  const columns = table.columns.filter((sum) => sum > 0);
  const [lines, steps] = rows.length <= columns.length ? [rows, columns] : [columns, rows];
  const observed = table.cells.flat().reduce((sum, cell) => sum - factorial[cell]!, 0);
  const ordered = steps.toSorted((a, b) => b - a);
  return {
    lines: lines.toSorted((a, b) => a - b),
    steps: ordered,
    factorial,
    limit: observed + Math.log(tolerance),
  };
}

/** Partial tables that leave the same: what they leave, and how often each log weight occurs. */
export interface WalkNode {
  readonly left: readonly number[];
  readonly pasts: Map<number, { past: number; count: number }>;
}

/**
 * Upper bound of minus the sum of log cell! over all tables with these margins, by Lagrange multipliers: those of
 * independence, with whole numbers in every cell.
 */
function mostEven(walk: Walk, left: readonly number[], steps: readonly number[]): number {
  const rest = left.reduce((sum, value) => sum + value, 0);
  if (rest === 0) return 0;
  let least = -rest * Math.log(rest);
  for (const line of left) if (line > 0) least += line * Math.log(line);
  for (const step of steps) if (step > 0) least += step * Math.log(step);
  for (const line of left) {
    if (line === 0) continue;
    for (const step of steps) {
      const mean = (line * step) / rest;
      const cell = Math.floor(mean);
      least += walk.factorial[cell]! - cell * Math.log(mean);
    }
  }
  return -least;
}

/** Largest sum of log cell! when each of the sums is spread over the caps by itself: the largest caps filled first. */
function packed(walk: Walk, sums: readonly number[], caps: readonly number[]): number {
  const falling = caps.toSorted((a, b) => b - a);
  return sums.reduce((total, sum) => {
    let rest = sum;
    let packedSum = 0;
    for (const cap of falling) {
      const cell = Math.min(cap, rest);
      packedSum += walk.factorial[cell]!;
      rest -= cell;
      if (rest === 0) break;
    }
    return total + packedSum;
  }, 0);
}

/** Bounds and total of all completions of a node, on the log scale. */
export function completions(walk: Walk, left: readonly number[], from: number) {
  const steps = walk.steps.slice(from);
  const rest = left.reduce((sum, value) => sum + value, 0);
  const factorials = (sums: readonly number[]) =>
    sums.reduce((sum, value) => sum + walk.factorial[value]!, 0);
  return {
    most: mostEven(walk, left, steps),
    least: -Math.min(packed(walk, left, steps), packed(walk, steps, left)),
    total: walk.factorial[rest]! - factorials(left) - factorials(steps),
  };
}

/** Calls back with every way to take `sum` from the lines, and the log weight it adds. */
export function eachStep(
  walk: Walk,
  { left, sum }: { left: readonly number[]; sum: number },
  visit: (after: number[], weight: number) => void,
): void {
  const after = left.slice();
  const behind = left.map((_, i) => left.slice(i + 1).reduce((total, value) => total + value, 0));
  const place = (line: number, toPlace: number, weight: number) => {
    if (line === left.length) {
      visit(after, weight);
      return;
    }
    const most = Math.min(left[line]!, toPlace);
    for (let cell = Math.max(0, toPlace - behind[line]!); cell <= most; cell++) {
      after[line] = left[line]! - cell;
      place(line + 1, toPlace - cell, weight - walk.factorial[cell]!);
    }
  };
  place(0, sum, 0);
}
