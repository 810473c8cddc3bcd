/**
 * How good a score is in one set of patients, at a cut-off that was fixed before.
 *
 * Reads scores and targets, gives plain numbers. Knows nothing of files and fits nothing but what it reports.
 */
import type { Cutoff } from '@mriscore/stats';
import { calibrationOf } from './calibrate.ts';
import { classificationOf } from './classify.ts';
import { decisionOf } from './decide.ts';
import { aucOf, rocOf } from './discriminate.ts';
import { countPositives, type Judged } from './judged.ts';
import type { Judgement } from './result.ts';

/**
 * Judges a score among some patients.
 *
 * @param judged Scores are probabilities of a positive target.
 * @param cutoff Fixed before on other patients; applied, never fitted.
 * @example
 * const judged = { scores: Float64Array.of(0.2, 0.4, 0.6, 0.9), targets: Uint8Array.of(0, 1, 0, 1) };
 * const cutoff = fitCutoff(judged.scores, judged.targets, { rule: { fixed: 0.5 } });
 * judgeSet(judged, cutoff).auc.value; // 0.75
 */
export function judgeSet(judged: Judged, cutoff: Cutoff): Judgement {
  return {
    n: judged.targets.length,
    positives: countPositives(judged),
    auc: aucOf(judged),
    roc: rocOf(judged),
    classification: classificationOf(judged, cutoff),
    calibration: calibrationOf(judged),
    decision: decisionOf(judged),
  };
}
