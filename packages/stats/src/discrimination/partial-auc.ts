/**
 * How well a score separates the classes where it would be used.
 *
 * Reads a score, labels and a range of specificity or sensitivity, gives the area over that range, plain and in
 * McClish's scaling. Knows no interval: bootstrap the patients for one.
 */
import type { Numbers } from '../columns.ts';
import { StatsError } from '../errors.ts';
import { requireKnown } from '../options.ts';
import { type RocCurve, rocCurve } from './roc-curve.ts';

/** Range of a partial area. */
export interface PartialAucOptions {
  /** Which axis the range is on. */
  readonly focus: 'specificity' | 'sensitivity';
  /** One end of the range, in [0, 1]. */
  readonly from: number;
  /** The other end; the order does not matter. */
  readonly to: number;
}

/** A partial area under the ROC curve. */
export interface PartialAuc {
  /** Area over the range; at most the width of the range. */
  readonly area: number;
  /** McClish: 0.5 on the diagonal, 1 for perfect; null below the diagonal. */
  readonly corrected: number | null;
  /** Why `corrected` is null. */
  readonly reason?: string;
  /** The range as used, rising. */
  readonly range: readonly [number, number];
  /** Which axis the range is on. */
  readonly focus: 'specificity' | 'sensitivity';
}

/** Area under straight lines through rising x between two limits; y and x have the same length. */
function areaBetween(x: Float64Array, y: Float64Array, [low, high]: readonly [number, number]): number {
  let sum = 0;
  for (let i = 1; i < x.length; i++) {
    const left = x[i - 1]!;
    const right = x[i]!;
    const from = Math.max(left, low);
    const to = Math.min(right, high);
    if (to <= from) continue;
    const slope = (y[i]! - y[i - 1]!) / (right - left);
    const atFrom = from === left ? y[i - 1]! : y[i - 1]! + slope * (from - left);
    const atTo = to === right ? y[i]! : y[i - 1]! + slope * (to - left);
    sum += ((atFrom + atTo) / 2) * (to - from);
  }
  return sum;
}

function areaOf(
  curve: RocCurve,
  focus: 'specificity' | 'sensitivity',
  range: readonly [number, number],
): number {
  if (focus === 'specificity') {
    return areaBetween(curve.falsePositiveRate, curve.truePositiveRate, [1 - range[1], 1 - range[0]]);
  }
  const specificity = curve.falsePositiveRate.map((rate) => 1 - rate);
  return areaBetween(curve.truePositiveRate, specificity, range);
}

const KNOWN = Object.freeze({ focus: undefined, from: undefined, to: undefined });

function requireRange(options: PartialAucOptions): void {
  const { focus, from, to } = options;
  const isRange = from >= 0 && from <= 1 && to >= 0 && to <= 1 && from !== to;
  if (isRange && (focus === 'specificity' || focus === 'sensitivity')) return;
  throw new StatsError('input/option', {
    found: `Found the range ${from} to ${to} of ${String(focus)}.`,
    needed: 'Needed two different numbers in [0, 1] of specificity or sensitivity.',
    remedy: 'Pass, say, { focus: "specificity", from: 1, to: 0.9 }.',
  });
}

/**
 * Area under a part of the ROC curve.
 *
 * @param scores Length n, finite, higher is more positive.
 * @param labels Length n, 1 positive, 0 negative.
 * @param options Axis and range.
 * @throws StatsError `input/...`.
 * @example
 * partialAuc(scores, labels, { focus: 'specificity', from: 1, to: 0.9 }).corrected;
 * @see McClish, Med Decis Making 9 (1989) 190-195. R: pROC::auc(partial.auc, partial.auc.focus, partial.auc.correct).
 */
export function partialAuc(scores: Numbers, labels: Numbers, options: PartialAucOptions): PartialAuc {
  requireKnown(options, KNOWN);
  requireRange(options);
  const { focus } = options;
  const low = Math.min(options.from, options.to);
  const high = Math.max(options.from, options.to);
  const area = areaOf(rocCurve(scores, labels), focus, [low, high]);
  const width = high - low;
  const ofChance = ((1 - low + (1 - high)) * width) / 2;
  const bare = { area, range: [low, high] as const, focus };
  if (area < ofChance) {
    return {
      ...bare,
      corrected: null,
      reason: 'The curve lies below the diagonal here: McClish has no value.',
    };
  }
  return { ...bare, corrected: (1 + (area - ofChance) / (width - ofChance)) / 2 };
}
