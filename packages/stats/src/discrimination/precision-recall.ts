/**
 * How pure the patients called positive are, as more of the positives are found.
 *
 * Reads a score and labels, gives the precision-recall curve, its average precision and three other areas under it, each
 * by its name because they differ. Knows no interval: bootstrap the patients for one.
 */
import type { Numbers } from '../columns.ts';
import { rocCurve } from './roc-curve.ts';

/** A precision-recall curve, from the highest score down. */
export interface PrecisionRecall {
  /** Positive when score >= threshold: distinct scores, falling. */
  readonly thresholds: Float64Array;
  /** Positives among those called positive. */
  readonly precision: Float64Array;
  /** Positives found. */
  readonly recall: Float64Array;
  /** Average precision: sum of precision times gain in recall. The area to report. */
  readonly averagePrecision: number;
  /** Area with a continuous path of true and false positives between points (Keilwagen et al.). */
  readonly integral: number;
  /** Area with one true positive at a time between points (Davis and Goadrich). */
  readonly davisGoadrich: number;
  /** Area under straight lines, which is too optimistic; the first precision is carried back to recall 0. */
  readonly trapezoid: number;
  /** Average precision of a score that says nothing: the prevalence. */
  readonly prevalence: number;
}

/** One step of the curve in counts. */
interface Step {
  readonly fromTrue: number;
  readonly fromFalse: number;
  readonly toTrue: number;
  readonly toFalse: number;
}

/** Integral of precision over the true positives of one step, along a straight line in counts. */
function integrateStep(step: Step): number {
  const gained = step.toTrue - step.fromTrue;
  if (gained === 0) return 0;
  const slope = (step.toFalse - step.fromFalse) / gained;
  const intercept = step.fromFalse - slope * step.fromTrue;
  const a = 1 + slope;
  if (intercept === 0) return gained / a;
  const below = a * step.fromTrue + intercept;
  return (gained - (intercept / a) * Math.log1p((a * gained) / below)) / a;
}

/** The same with precision joined by straight lines at each whole true positive. */
function interpolateStep(step: Step): number {
  const gained = step.toTrue - step.fromTrue;
  const slope = gained === 0 ? 0 : (step.toFalse - step.fromFalse) / gained;
  const precisionAt = (k: number) => {
    const truePositives = step.fromTrue + k;
    const calls = truePositives + step.fromFalse + slope * k;
    return calls === 0 ? 1 / (1 + slope) : truePositives / calls;
  };
  let sum = 0;
  let last = precisionAt(0);
  for (let k = 1; k <= gained; k++) {
    const next = precisionAt(k);
    sum += (last + next) / 2;
    last = next;
  }
  return sum;
}

/** Sum of f over the steps of the curve. */
function sumSteps(
  truePositives: Uint32Array,
  falsePositives: Uint32Array,
  f: (step: Step) => number,
): number {
  let sum = 0;
  for (let i = 1; i < truePositives.length; i++) {
    sum += f({
      fromTrue: truePositives[i - 1]!,
      fromFalse: falsePositives[i - 1]!,
      toTrue: truePositives[i]!,
      toFalse: falsePositives[i]!,
    });
  }
  return sum;
}

/**
 * The precision-recall curve and the areas under it. O(n log n).
 *
 * @param scores Length n, finite, higher is more positive.
 * @param labels Length n, 1 positive, 0 negative.
 * @throws StatsError `input/...`.
 * @example
 * precisionRecall(Float64Array.of(0.1, 0.4, 0.35, 0.8), Uint8Array.of(0, 0, 1, 1)).averagePrecision; // 0.8333
 * @see Davis and Goadrich, ICML 2006; Keilwagen et al., PLoS ONE 9 (2014) e92209. R: PRROC::pr.curve.
 */
export function precisionRecall(scores: Numbers, labels: Numbers): PrecisionRecall {
  const curve = rocCurve(scores, labels);
  const { truePositives, falsePositives, positives } = curve;
  const thresholds = curve.thresholds.slice(1);
  const recall = curve.truePositiveRate.slice(1);
  const precision = thresholds.map((_, i) => {
    const found = truePositives[i + 1]!;
    return found / (found + falsePositives[i + 1]!);
  });
  let averagePrecision = 0;
  let trapezoid = 0;
  for (let i = 0; i < recall.length; i++) {
    const gain = recall[i]! - (recall[i - 1] ?? 0);
    averagePrecision += precision[i]! * gain;
    trapezoid += ((precision[i]! + precision[Math.max(0, i - 1)]!) / 2) * gain;
  }
  return {
    thresholds,
    precision,
    recall,
    averagePrecision,
    integral: sumSteps(truePositives, falsePositives, integrateStep) / positives,
    davisGoadrich: sumSteps(truePositives, falsePositives, interpolateStep) / positives,
    trapezoid,
    prevalence: positives / (positives + curve.negatives),
  };
}
