/**
 * Whether calibration agrees with the risks and targets it was made of.
 */
import type { SetCalibration } from '../judge/result.ts';
import type { Counts } from './calls.ts';
import { ANY, agree, estimateViolations } from './estimates.ts';

/** What calibration was made of. */
export interface CalibrationGrounds extends Counts {
  /** Predicted risk and target of every patient. */
  readonly risks: readonly { readonly score: number; readonly target: 0 | 1 }[];
}

/**
 * Contradictions between calibration and its patients: counts, Brier score and mean risk are computed again.
 *
 * @param name Of the set, for the sentences.
 */
export function calibrationViolations(
  name: string,
  { n, positives, risks }: CalibrationGrounds,
  calibration: SetCalibration,
): readonly string[] {
  const brier = risks.reduce((sum, { score, target }) => sum + (score - target) ** 2, 0) / risks.length;
  const mean = risks.reduce((sum, { score }) => sum + score, 0) / risks.length;
  const wrong: string[] = [];
  if (calibration.n !== n || calibration.events !== positives)
    wrong.push(
      `The calibration of ${name} counts ${calibration.events}/${calibration.n} patients, not ${positives}/${n}.`,
    );
  if (calibration.brier.value === null || !agree(calibration.brier.value, brier, 1e-9))
    wrong.push(`The Brier score of ${name} is ${calibration.brier.value}, but its scores give ${brier}.`);
  if (!agree(calibration.meanProbability, mean, 1e-9))
    wrong.push(`The mean risk of ${name} is ${calibration.meanProbability}, but its scores give ${mean}.`);
  return [
    ...wrong,
    ...estimateViolations(`Calibration slope of ${name}`, calibration.slope, ANY),
    ...estimateViolations(`Calibration intercept of ${name}`, calibration.interceptInTheLarge, ANY),
  ];
}
