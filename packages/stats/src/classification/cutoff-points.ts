/**
 * Which observed cut-offs are best by a rule.
 *
 * Reads a ROC curve, gives cut-offs with what they achieve, all of them where several tie. Chooses none for good.
 */
import type { RocCurve } from '../discrimination/roc-curve.ts';
import { StatsError } from '../errors.ts';

/** A candidate cut-off with what it achieves on the rows it was chosen from. */
export interface CutoffPoint {
  /** The observed score to cut at: positive when score >= value. */
  readonly value: number;
  /** Midway to the next lower score; minus infinity below the lowest. */
  readonly midpoint: number;
  /** Apparent sensitivity. */
  readonly sensitivity: number;
  /** Apparent specificity. */
  readonly specificity: number;
}

function pointAt(curve: RocCurve, index: number): CutoffPoint {
  return {
    value: curve.thresholds[index]!,
    midpoint: curve.midpoints[index]!,
    sensitivity: curve.truePositiveRate[index]!,
    specificity: (curve.negatives - curve.falsePositives[index]!) / curve.negatives,
  };
}

/** Indices of observed thresholds with the smallest loss, the lowest threshold first. */
function best(curve: RocCurve, loss: (truePositives: number, falsePositives: number) => number): number[] {
  let least = Number.POSITIVE_INFINITY;
  let found: number[] = [];
  for (let i = curve.thresholds.length - 1; i >= 1; i--) {
    const value = loss(curve.truePositives[i]!, curve.falsePositives[i]!);
    if (value < least) {
      least = value;
      found = [];
    }
    if (value === least) found.push(i);
  }
  return found;
}

/**
 * Every observed cut-off with the largest Youden index, the lowest first. Ties are found in whole numbers.
 *
 * @param curve The ROC curve.
 */
export function youdenPoints(curve: RocCurve): CutoffPoint[] {
  const { positives, negatives } = curve;
  return best(curve, (tp, fp) => fp * positives - tp * negatives).map((i) => pointAt(curve, i));
}

/**
 * Every observed cut-off closest to sensitivity 1 and specificity 1, the lowest first.
 *
 * @param curve The ROC curve.
 */
export function topLeftPoints(curve: RocCurve): CutoffPoint[] {
  const { positives, negatives } = curve;
  const loss = (tp: number, fp: number) => ((positives - tp) * negatives) ** 2 + (fp * positives) ** 2;
  return best(curve, loss).map((i) => pointAt(curve, i));
}

/**
 * The highest observed cut-off that reaches a sensitivity.
 *
 * @param curve The ROC curve.
 * @param target Sensitivity in [0, 1].
 */
export function sensitivityPoint(curve: RocCurve, target: number): CutoffPoint {
  requireRate(target, 'sensitivity');
  const index = curve.truePositiveRate.findIndex((rate, i) => i > 0 && rate >= target);
  return pointAt(curve, index);
}

/**
 * The lowest observed cut-off that reaches a specificity, or null where even the highest score does not.
 *
 * @param curve The ROC curve.
 * @param target Specificity in [0, 1].
 */
export function specificityPoint(curve: RocCurve, target: number): CutoffPoint | null {
  requireRate(target, 'specificity');
  for (let i = curve.thresholds.length - 1; i >= 1; i--) {
    if ((curve.negatives - curve.falsePositives[i]!) / curve.negatives >= target) return pointAt(curve, i);
  }
  return null;
}

function requireRate(target: number, name: string): void {
  if (target >= 0 && target <= 1) return;
  throw new StatsError('classification/cutoff', {
    found: `Found ${target} as target ${name}.`,
    needed: 'Needed a number from 0 to 1.',
    remedy: 'Write 90 % as 0.9.',
  });
}
