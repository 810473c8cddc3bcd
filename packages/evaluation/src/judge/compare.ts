/**
 * Two scores on the same patients: which tells more.
 */
import type { FollowUp } from '@mriscore/stats';
import { compareAucPaired, compareConcordance } from '@mriscore/stats';
import { attempt } from './attempt.ts';
import { type AnalysisPart, done, notDone } from './part.ts';
import type { ComparedAreas, ComparedConcordances } from './result.ts';

/** Two scores of the same patients, in the same order. */
export interface ScorePair {
  readonly first: readonly number[];
  readonly second: readonly number[];
}

/**
 * The areas under both ROC curves and their difference, first less second, by the paired test of DeLong.
 *
 * @param labels 1 positive, 0 negative; one a patient.
 */
export function compareAreas(
  { first, second }: ScorePair,
  labels: readonly number[],
): AnalysisPart<ComparedAreas> {
  const compared = attempt(() => compareAucPaired(first, second, labels));
  if (compared.value === null) return notDone(compared.reason);
  const { value } = compared;
  return done({
    first: value.first,
    second: value.second,
    difference: value.difference,
    z: value.z,
    p: value.p,
  });
}

/** Harrell's C of both and their difference, first less second. */
export function compareConcordances(
  { first, second }: ScorePair,
  followUp: FollowUp,
): AnalysisPart<ComparedConcordances> {
  const compared = attempt(() => compareConcordance([first, second], followUp));
  if (compared.value === null) return notDone(compared.reason);
  const { value } = compared;
  return done({
    n: first.length,
    first: value.first.index.value,
    second: value.second.index.value,
    difference: value.difference,
    p: value.p,
  });
}
