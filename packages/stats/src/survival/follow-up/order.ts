/**
 * In which order values stand, and which of them are one time.
 *
 * Reads finite numbers, gives permutations and runs of ties in time that grows with n, not n log n, for large n.
 * Knows nothing of events or patients.
 */
const BUCKETS = 1 << 16;

const DIGITS = 4;

const SMALL = 3000;

/** Groups of 16 bits of each double, lowest first, so that their unsigned order is numeric order. */
function sortableDigits(values: Float64Array): Uint16Array {
  const n = values.length;
  const digits = new Uint16Array(DIGITS * n);
  const one = new Float64Array(1);
  const words = new Uint32Array(one.buffer);
  for (let i = 0; i < n; i++) {
    one[0] = values[i]! + 0;
    const top = words[1]!;
    const flip = top >>> 31 === 1 ? 0xffffffff : 0;
    const low = words[0]! ^ flip;
    const high = top ^ (flip | 0x80000000);
    digits[i] = low;
    digits[n + i] = low >>> 16;
    digits[2 * n + i] = high;
    digits[3 * n + i] = high >>> 16;
  }
  return digits;
}

function radixOrder(values: Float64Array): Uint32Array {
  const n = values.length;
  const digits = sortableDigits(values);
  const starts = new Uint32Array(BUCKETS);
  let from = new Uint32Array(n);
  let to = new Uint32Array(n);
  for (let i = 0; i < n; i++) from[i] = i;
  for (let k = 0; k < DIGITS; k++) {
    const digit = digits.subarray(k * n, (k + 1) * n);
    starts.fill(0);
    for (let i = 0; i < n; i++) starts[digit[i]!]!++;
    if (starts[digit[0]!] === n) continue;
    for (let bucket = 0, sum = 0; bucket < BUCKETS; bucket++) {
      const count = starts[bucket]!;
      starts[bucket] = sum;
      sum += count;
    }
    for (let i = 0; i < n; i++) {
      const patient = from[i]!;
      to[starts[digit[patient]!]!++] = patient;
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
  const order = new Uint32Array(values.length);
  for (let i = 0; i < order.length; i++) order[i] = i;
  return order.sort((a, b) => values[a]! - values[b]! || a - b);
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
