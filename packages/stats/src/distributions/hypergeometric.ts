/**
 * The hypergeometric distribution.
 *
 * Reads an urn and a count, gives probabilities with both tails in full precision.
 */
import { requireWhole } from './discrete.ts';
import { binomialTerm } from './saddle-point.ts';

/** An urn and a draw from it. */
export interface Urn {
  /** Marked balls in the urn. */
  readonly marked: number;
  /** Unmarked balls in the urn. */
  readonly unmarked: number;
  /** Balls drawn without putting back, at most all. */
  readonly drawn: number;
}

/**
 * P(X = k): k marked balls among those drawn.
 *
 * @param k Marked balls drawn.
 * @param urn The urn; all counts are whole numbers from 0.
 * @throws StatsError `distributions/domain`.
 * @see R: dhyper(k, marked, unmarked, drawn).
 */
export function hypergeometricProbability(k: number, urn: Urn): number {
  const { marked, unmarked, drawn } = urn;
  requireWhole(marked, 'the number of marked balls');
  requireWhole(unmarked, 'the number of unmarked balls');
  requireWhole(drawn, 'the number of balls drawn');
  const total = marked + unmarked;
  requireWhole(total - drawn, 'the number of balls left');
  if (!Number.isInteger(k) || k < Math.max(0, drawn - unmarked) || k > Math.min(marked, drawn)) return 0;
  if (drawn === 0 || drawn === total) return 1;
  const chance = { success: drawn / total, failure: (total - drawn) / total };
  const fromMarked = binomialTerm({ success: k, failure: marked - k }, chance);
  const fromUnmarked = binomialTerm({ success: drawn - k, failure: unmarked - (drawn - k) }, chance);
  return (fromMarked * fromUnmarked) / binomialTerm({ success: drawn, failure: total - drawn }, chance);
}

/**
 * P(X <= k): at most k marked balls among those drawn.
 *
 * @param k Marked balls drawn.
 * @param urn The urn.
 * @throws StatsError `distributions/domain`.
 * @see R: phyper(k, marked, unmarked, drawn).
 */
export function hypergeometricCdf(k: number, urn: Urn): number {
  return sumTail(k, urn, -1);
}

/**
 * P(X > k): more than k marked balls among those drawn.
 *
 * @param k Marked balls drawn.
 * @param urn The urn.
 * @throws StatsError `distributions/domain`.
 * @see R: phyper(k, marked, unmarked, drawn, lower.tail = FALSE).
 */
export function hypergeometricSurvival(k: number, urn: Urn): number {
  return sumTail(Math.floor(k) + 1, urn, 1);
}

/** Sum of the probabilities from `from` to the end of the support, downwards or upwards. */
function sumTail(from: number, urn: Urn, step: 1 | -1): number {
  const low = Math.max(0, urn.drawn - urn.unmarked);
  const high = Math.min(urn.marked, urn.drawn);
  let k = step === 1 ? Math.max(Math.floor(from), low) : Math.min(Math.floor(from), high);
  let term = hypergeometricProbability(k, urn);
  let sum = 0;
  while (k >= low && k <= high) {
    sum += term;
    const up = ((urn.marked - k) * (urn.drawn - k)) / ((k + 1) * (urn.unmarked - urn.drawn + k + 1));
    const down = (k * (urn.unmarked - urn.drawn + k)) / ((urn.marked - k + 1) * (urn.drawn - k + 1));
    term *= step === 1 ? up : down;
    k += step;
  }
  return Math.min(1, sum);
}
