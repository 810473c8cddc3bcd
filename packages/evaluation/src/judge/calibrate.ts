/**
 * Whether a predicted probability means what it says.
 */
import { calibration, calibrationCurve } from '@mriscore/stats';
import { hasBothClasses, type Judged } from './judged.ts';
import type { SetCalibration } from './result.ts';

/** Smoothers need a neighbourhood; below this a curve would be noise. */
const FEWEST_FOR_A_CURVE = 20;

/**
 * Calibration with the drawn curve; the curve is empty where a smoother needs more patients.
 *
 * @param judged Scores are probabilities of a positive target.
 * @returns null where there is one class only.
 */
export function calibrationOf(judged: Judged): SetCalibration | null {
  if (!hasBothClasses(judged)) return null;
  const { scores, targets } = judged;
  const distinct = new Set(scores).size;
  const drawn = Math.min(scores.length, distinct) >= FEWEST_FOR_A_CURVE;
  const points = drawn ? calibrationCurve(scores, targets, { points: 51 }).points : [];
  return { ...calibration(scores, targets), points };
}
