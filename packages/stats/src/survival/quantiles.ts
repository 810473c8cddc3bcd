/**
 * When a falling curve crosses a level.
 *
 * Reads times and a curve, gives the crossing by R's rule: the first time below the level, or the middle of the
 * stretch where the curve lies on it. Knows nothing of how the curve was made.
 */
import type { Estimate } from '../types.ts';
import type { ConfType } from './confidence.ts';

const ON_LEVEL = Math.sqrt(Number.EPSILON);

/**
 * First time at which 1 - curve reaches a share.
 *
 * @param times Ascending times.
 * @param curve Values that do not rise; null where undefined. The curve is 1 before the first time.
 * @param share The share, in (0, 1).
 * @returns The time, or null when the curve never falls so far.
 */
export function crossing(times: Float64Array, curve: ArrayLike<number | null>, share: number): number | null {
  const k = times.length;
  let on = -1;
  let last: number | null = null;
  let fallen = 0;
  for (let i = 0; i < k; i++) {
    const value = curve[i] ?? null;
    if (value === null) continue;
    last = value;
    const drop = 1 - value;
    if (drop > share + ON_LEVEL) return on >= 0 ? (times[on]! + times[i]!) / 2 : times[i]!;
    if (drop >= share - ON_LEVEL && on < 0) on = i;
    fallen = drop;
  }
  if (on < 0 || last === null) return null;
  const undefinedEnd = (curve[k - 1] ?? null) === null;
  return undefinedEnd || fallen < share - ON_LEVEL ? null : (times[on]! + times[k - 1]!) / 2;
}

/** What a quantile needs of a curve. */
export interface QuantileCurve {
  readonly times: Float64Array;
  readonly survival: Float64Array;
  readonly lower: readonly (number | null)[];
  readonly upper: readonly (number | null)[];
  readonly confType: ConfType;
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
  const method = `Kaplan-Meier, ${curve.confType} limits`;
  const percent = Number((100 * (1 - share)).toPrecision(6));
  if (curve.confType === 'none')
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
