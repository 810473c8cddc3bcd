/**
 * Where each value stands among all.
 *
 * Reads numbers, gives mid-ranks and how often values tie. Knows no test.
 */
import type { Numbers } from '../columns.ts';

/** Ranks from 1, ties sharing their mean rank. */
export interface Ranks {
  /** Rank of each value, in the order of the values. */
  readonly ranks: Float64Array;
  /** Sum of t^3 - t over groups of t tied values: 0 without ties. */
  readonly tieSum: number;
}

/**
 * Mid-ranks. O(n log n).
 *
 * @param values Finite numbers.
 */
export function midRanks(values: Numbers): Ranks {
  const n = values.length;
  const order = Uint32Array.from({ length: n }, (_, i) => i).sort((a, b) => values[a]! - values[b]!);
  const ranks = new Float64Array(n);
  let tieSum = 0;
  for (let from = 0; from < n; ) {
    let to = from;
    while (to < n && values[order[to]!] === values[order[from]!]) to++;
    const tied = to - from;
    for (let i = from; i < to; i++) ranks[order[i]!] = (from + to + 1) / 2;
    tieSum += tied ** 3 - tied;
    from = to;
  }
  return { ranks, tieSum };
}
