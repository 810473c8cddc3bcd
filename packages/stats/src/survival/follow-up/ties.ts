/**
 * Which times are one time.
 *
 * Reads values, gives runs that lie within a tolerance. Knows no events.
 */
import { ascendingOrder } from './order.ts';

/** Values in ascending order, cut into runs that count as one value. */
export interface Runs {
  /** Patient at each sorted place. Length n. */
  readonly order: Uint32Array;
  /** Sorted place where each run starts, and n at the end. Length runs + 1. */
  readonly starts: Uint32Array;
  /** The first value of each run, strictly ascending. */
  readonly values: Float64Array;
}

/** How close two follow-up times must be, relative to the mean time, to be one time. */
export const TIME_TOLERANCE = 1e-9;

/**
 * Sort values and join those closer than a tolerance, so that 0.1 + 0.2 and 0.3 are one time.
 *
 * Neighbours are joined into chains; a run takes its first value.
 *
 * @param values Finite numbers. Length n.
 * @param relative Tolerance relative to the mean of the absolute distinct values; 0 joins equal values only.
 * @see Therneau, survival vignette "Round off error and tied times".
 */
export function runsOfTies(values: Float64Array, relative: number): Runs {
  const n = values.length;
  const order = ascendingOrder(values);
  let sum = 0;
  let distinct = 0;
  for (let i = 0; i < n; i++) {
    if (i > 0 && values[order[i]!] === values[order[i - 1]!]) continue;
    sum += Math.abs(values[order[i]!]!);
    distinct++;
  }
  const tolerance = distinct === 0 ? 0 : (relative * sum) / distinct;
  const starts = new Uint32Array(distinct + 1);
  const first = new Float64Array(distinct);
  let runs = 0;
  for (let i = 0; i < n; i++) {
    const value = values[order[i]!]!;
    if (i > 0 && value - values[order[i - 1]!]! <= tolerance) continue;
    starts[runs] = i;
    first[runs++] = value;
  }
  starts[runs] = n;
  return { order, starts: starts.subarray(0, runs + 1), values: first.subarray(0, runs) };
}

/**
 * The run each patient belongs to.
 *
 * @param runs From `runsOfTies`.
 */
export function runOfEach(runs: Runs): Uint32Array {
  const rank = new Uint32Array(runs.order.length);
  for (let r = 0; r < runs.values.length; r++)
    for (let i = runs.starts[r]!; i < runs.starts[r + 1]!; i++) rank[runs.order[i]!] = r;
  return rank;
}
