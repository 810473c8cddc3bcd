/**
 * What a score calls at a cut-off that was fixed before. Applies a cut-off, never fits one.
 */
import type { Classification, Cutoff } from '@mriscore/stats';
import { classify } from '@mriscore/stats';
import type { Judged } from './judged.ts';

/**
 * 1 where a score reaches the cut-off, 0 where not: a score equal to it is positive.
 *
 * @example
 * callOf(0.5, { value: 0.5 }); // 1
 */
export function callOf(score: number, { value }: Pick<Cutoff, 'value'>): 0 | 1 {
  return score >= value ? 1 : 0;
}

/**
 * Calls of all patients, with sensitivity and its like.
 *
 * @param cutoff Fixed before on other patients.
 * @returns null where there is no patient.
 */
export function classificationOf({ scores, targets }: Judged, cutoff: Cutoff): Classification | null {
  return targets.length === 0 ? null : classify(scores, targets, cutoff);
}
