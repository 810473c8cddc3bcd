/**
 * What acting on a predicted probability would bring, against acting on everyone and on no one.
 */
import { decisionCurve } from '@mriscore/stats';
import { hasBothClasses, type Judged } from './judged.ts';
import type { DecisionPoints } from './result.ts';

/**
 * Net benefit over threshold probabilities.
 *
 * @param judged Scores are probabilities of a positive target.
 * @returns null where there is one class only.
 */
export function decisionOf(judged: Judged): DecisionPoints | null {
  if (!hasBothClasses(judged)) return null;
  const { thresholds, netBenefit, treatAll } = decisionCurve(judged.scores, judged.targets);
  return { threshold: [...thresholds], model: [...netBenefit], treatAll: [...treatAll] };
}
