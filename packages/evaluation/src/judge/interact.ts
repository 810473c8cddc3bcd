/**
 * Whether the effect of a treatment depends on the score, and so what may be said of it: prognostic or predictive.
 */
import type { FollowUp, TreatmentInteraction } from '@mriscore/stats';
import { treatmentInteraction } from '@mriscore/stats';
import { attempt, OUT_OF_RANGE } from './attempt.ts';
import { perStandardDeviation } from './follow-up.ts';
import { type AnalysisPart, done, notDone } from './part.ts';

/** Patients under treatment or its comparator. Index i is the same patient in every array. */
export interface TreatedFollowUp {
  readonly followUp: FollowUp;
  readonly scores: readonly number[];
  /** 1 given, 0 comparator. */
  readonly treatment: readonly number[];
  /** Whether chance decided who got it. */
  readonly randomised: boolean;
}

/** The interaction, or why it cannot be estimated. */
export function interactWithTreatment(patients: TreatedFollowUp): AnalysisPart<TreatmentInteraction> {
  const { followUp, scores, treatment, randomised } = patients;
  if (perStandardDeviation(scores).every((value) => value === 0)) return notDone('The score does not vary.');
  const found = attempt(() => treatmentInteraction({ followUp, score: scores, treatment, randomised }));
  if (found.value === null) return notDone(found.reason);
  const { p } = found.value.test;
  return p !== null && !Number.isFinite(p) ? notDone(OUT_OF_RANGE) : done(found.value);
}
