/**
 * Which patients are judged together: every cohort, and the tuning part of the training cohort by itself.
 */
import type { CohortArtefact, Member } from '../cohort/artefact.ts';
import type { EvaluationSet } from './artefact.ts';

/** A set with its patients. */
export interface SetMembers {
  readonly set: EvaluationSet;
  readonly members: readonly Member[];
}

/** The name of the tuning part of a training cohort. */
export function tuningName(cohort: string): string {
  return `${cohort}, tuning part`;
}

/** The sets of a study, in the order of the protocol; the tuning part follows its training cohort. */
export function setsOf({ flow, members }: CohortArtefact): readonly SetMembers[] {
  return flow.cohorts.flatMap(({ name, role }) => {
    const inside = members.filter(({ cohort }) => cohort === name);
    const part = (split: Member['split'], label: string): SetMembers => ({
      set: { name: label, cohort: name, role, split },
      members: inside.filter((member) => member.split === split),
    });
    return role === 'training'
      ? [part('training', name), part('tuning', tuningName(name))]
      : [part('test', name)];
  });
}
