/**
 * How good a score is in one set of patients, at a cut-off that was fixed before.
 *
 * Reads scores and targets, gives plain numbers. Knows nothing of files and fits nothing but what it reports.
 */
import type { Cutoff, Estimate } from '@mriscore/stats';
import { auc, calibration, calibrationCurve, classify, decisionCurve, rocCurve } from '@mriscore/stats';
import type { DecisionPoints, Judgement, RocPoints, SetCalibration } from './result.ts';

/** Scores and targets of the same patients. */
export interface Judged {
  /** Probability of a positive target, in (0, 1). */
  readonly scores: Float64Array;
  /** 1 positive, 0 negative. */
  readonly targets: Uint8Array;
}

/** Smoothers need a neighbourhood; below this a curve would be noise. */
const FEWEST_FOR_A_CURVE = 20;

/** True when there are positive and negative patients. */
export function hasBothClasses({ targets }: Judged): boolean {
  return targets.includes(1) && targets.includes(0);
}

/** The area under the ROC curve with DeLong's interval, or null with the reason. */
export function aucOf(judged: Judged): Estimate {
  if (hasBothClasses(judged)) return auc(judged.scores, judged.targets);
  const reason =
    judged.targets.length === 0 ? 'No patient.' : 'Positive and negative patients are both needed.';
  return { value: null, lower: null, upper: null, level: 0.95, method: 'DeLong', reason };
}

/** The points of the ROC curve. Both classes are needed. */
export function rocOf({ scores, targets }: Judged): RocPoints {
  const { falsePositiveRate, truePositiveRate } = rocCurve(scores, targets);
  return { falsePositiveRate: [...falsePositiveRate], sensitivity: [...truePositiveRate] };
}

/** Calibration with the drawn curve; the curve is empty where a smoother needs more patients. Both classes are needed. */
export function calibrationOf({ scores, targets }: Judged): SetCalibration {
  const distinct = new Set(scores).size;
  const drawn = Math.min(scores.length, distinct) >= FEWEST_FOR_A_CURVE;
  const points = drawn ? calibrationCurve(scores, targets, { points: 51 }).points : [];
  return { ...calibration(scores, targets), points };
}

/** Net benefit over threshold probabilities. Both classes are needed. */
export function decisionOf({ scores, targets }: Judged): DecisionPoints {
  const { thresholds, netBenefit, treatAll } = decisionCurve(scores, targets);
  return { threshold: [...thresholds], model: [...netBenefit], treatAll: [...treatAll] };
}

/**
 * Judges a score among some patients.
 *
 * @param cutoff Fixed before on other patients; applied, never fitted.
 */
export function judgeSet(judged: Judged, cutoff: Cutoff): Judgement {
  const both = hasBothClasses(judged);
  return {
    n: judged.targets.length,
    positives: judged.targets.reduce((sum, target) => sum + target, 0),
    auc: aucOf(judged),
    roc: both ? rocOf(judged) : null,
    classification: judged.targets.length === 0 ? null : classify(judged.scores, judged.targets, cutoff),
    calibration: both ? calibrationOf(judged) : null,
    decision: both ? decisionOf(judged) : null,
  };
}
