/**
 * Whether a score tells patients who respond to treatment from those who do not.
 *
 * Patients who cannot be evaluated are counted and left out, never taken as without response.
 */
import { aucOf, rocOf } from './discriminate.ts';
import { noEstimate } from './estimate.ts';
import { countPositives, hasBothClasses, type Judged } from './judged.ts';
import type { ResponseResult } from './result.ts';

/** One patient who was treated. */
export interface TreatedPatient {
  /** Any scale, higher is more likely to respond. */
  readonly score: number;
  /** 1 responded, 0 did not, null where it cannot be said. */
  readonly response: 0 | 1 | null;
}

/**
 * Judges the response in one set.
 *
 * @param name What counts as a response.
 * @example
 * judgeResponse('benefit', [{ score: 0.9, response: 1 }, { score: 0.1, response: 0 }]).auc.value; // 1
 */
export function judgeResponse(name: string, patients: readonly TreatedPatient[]): ResponseResult {
  const evaluable = patients.filter(({ response }) => response !== null);
  const judged: Judged = {
    scores: Float64Array.from(evaluable, ({ score }) => score),
    targets: Uint8Array.from(evaluable, ({ response }) => response ?? 0),
  };
  return {
    name,
    n: evaluable.length,
    responders: countPositives(judged),
    notEvaluable: patients.length - evaluable.length,
    auc: hasBothClasses(judged)
      ? aucOf(judged)
      : noEstimate('DeLong', 'Responders and non-responders are both needed.'),
    roc: rocOf(judged),
  };
}
