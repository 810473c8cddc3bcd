/**
 * In which order values stand, and which of them are one time.
 *
 * Reads finite numbers, gives permutations and runs of ties in time that grows with n, not n log n, for large n.
 * Knows nothing of events or patients.
 */

const DIGIT_BITS = 11;
const BUCKETS = 1 << DIGIT_BITS;
const DIGITS = 6;
const SMALL = 400;

/** Bits of each double so that unsigned order is numeric order: low word first. */
function sortableWords(values: Float64Array): { low: Uint32Array; high: Uint32Array } {
  const n = values.length;
  const words = new Uint32Array(Float64Array.from(values, (value) => value + 0).buffer);
  const low = new Uint32Array(n);
  const high = new Uint32Array(n);
  for (let i = 0; i < n; i++) {
    const top = words[2 * i + 1]!;
    const negative = top >>> 31 === 1;
    low[i] = negative ? ~words[2 * i]! : words[2 * i]!;
    high[i] = negative ? ~top : top ^ 0x80000000;
  }
  return { low, high };
}

/** The k-th group of 11 bits of a 64-bit key. */
function digitOf(low: number, high: number, k: number): number {
  const shift = k * DIGIT_BITS;
  if (shift + DIGIT_BITS <= 32) return (low >>> shift) & (BUCKETS - 1);
  if (shift >= 32) return (high >>> (shift - 32)) & (BUCKETS - 1);
  return ((low >>> shift) | (high << (32 - shift))) & (BUCKETS - 1);
}

function radixOrder(values: Float64Array): Uint32Array {
  const n = values.length;
  const { low, high } = sortableWords(values);
  let from = Uint32Array.from({ length: n }, (_, i) => i);
  let to = new Uint32Array(n);
  const digits = new Uint16Array(n);
  for (let k = 0; k < DIGITS; k++) {
    const starts = new Uint32Array(BUCKETS + 1);
    for (let i = 0; i < n; i++) {
      const digit = digitOf(low[i]!, high[i]!, k);
      digits[i] = digit;
      starts[digit + 1]!++;
    }
    if (starts[digits[0]! + 1] === n) continue;
    for (let b = 0; b < BUCKETS; b++) starts[b + 1]! += starts[b]!;
    for (let i = 0; i < n; i++) {
      const patient = from[i]!;
      to[starts[digits[patient]!]!++] = patient;
    }
    [from, to] = [to, from];
  }
  return from;
}

/**
 * Indices that put the values in ascending order; equal values keep their order.
 *
 * @param values Finite numbers, any order. Length n.
 * @example
 * ascendingOrder(Float64Array.of(3, 1, 2)); // 1, 2, 0
 */
export function ascendingOrder(values: Float64Array): Uint32Array {
  if (values.length > SMALL) return radixOrder(values);
  const order = Uint32Array.from(values, (_, i) => i);
  return order.sort((a, b) => values[a]! - values[b]! || a - b);
}

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

/**
 * How many of the ascending values are smaller than a limit.
 *
 * @param ascending Values in ascending order.
 * @param limit The limit; with `orEqual` values equal to it are counted as well.
 */
export function countBelow(ascending: ArrayLike<number>, limit: number, orEqual = false): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const value = ascending[middle]!;
    if (value < limit || (orEqual && value === limit)) low = middle + 1;
    else high = middle;
  }
  return low;
}
