/**
 * When a falling curve crosses a level.
 *
 * Reads times and a curve, gives the crossing by R's rule: the first time below the level, or the middle of the
 * stretch where the curve lies on it. Knows nothing of how the curve was made.
 */
import type { Estimate } from '../../types.ts';
import type { ConfidenceScale } from '../follow-up/confidence.ts';

const ON_LEVEL = Math.sqrt(Number.EPSILON);

/** The point with the smallest drop that reaches a share; the earliest of equal ones. -1 when there is none. */
function smallestDrop(curve: ArrayLike<number | null>, share: number): number {
  let found = -1;
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < curve.length; i++) {
    const value = curve[i] ?? null;
    if (value === null) continue;
    const drop = 1 - value;
    if (drop >= share && drop < best) {
      best = drop;
      found = i;
    }
  }
  return found;
}

/**
 * Time at which 1 - curve reaches a share, by R's rule.
 *
 * The point taken is the one whose drop is the smallest that reaches the share: on a falling curve the first. (An
 * upper confidence limit can rise again, and then R takes the point nearest to the level rather than the first.)
 * Where the curve lies on the level, the middle of the flat stretch; where it ends on the level, the middle to the
 * last time.
 *
 * @param times Ascending times.
 * @param curve Values; null where undefined. The curve is 1 before the first time.
 * @param share The share, in (0, 1).
 * @returns The time, or null when the curve never falls so far.
 */
export function crossing(times: Float64Array, curve: ArrayLike<number | null>, share: number): number | null {
  const on = smallestDrop(curve, share - ON_LEVEL);
  if (on < 0) return null;
  const end = curve[times.length - 1] ?? null;
  if (end !== null && Math.abs(1 - end - share) < ON_LEVEL)
    return (times[on]! + times[times.length - 1]!) / 2;
  const beyond = smallestDrop(curve, share + ON_LEVEL);
  return beyond < 0 ? null : (times[on]! + times[beyond]!) / 2;
}

/** What a quantile needs of a curve. */
export interface QuantileCurve {
  readonly times: Float64Array;
  readonly survival: Float64Array;
  readonly lower: readonly (number | null)[];
  readonly upper: readonly (number | null)[];
  readonly confidenceScale: ConfidenceScale;
  readonly level: number;
}

/**
 * The time by which a share has had the event, with limits by inverting the pointwise limits.
 *
 * @param curve A survival curve.
 * @param share The share, in (0, 1).
 */
export function curveQuantile(curve: QuantileCurve, share: number): Estimate {
  const value = crossing(curve.times, curve.survival, share);
  const { level } = curve;
  const method = `Kaplan-Meier, ${curve.confidenceScale} limits`;
  const percent = Number((100 * (1 - share)).toPrecision(6));
  if (curve.confidenceScale === 'none')
    return { value, lower: null, upper: null, level, method, reason: 'Limits were not asked for.' };
  const lower = crossing(curve.times, curve.lower, share);
  const upper = crossing(curve.times, curve.upper, share);
  const reason =
    value === null
      ? `Not reached: survival stays above ${percent} %.`
      : upper === null
        ? `The upper limit of the curve stays above ${percent} %.`
        : undefined;
  return { value, lower, upper, level, method, ...(reason ? { reason } : {}) };
}
