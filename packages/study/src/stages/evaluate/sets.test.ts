import { expect, test } from 'vitest';
import type { CohortArtefact, Member } from '../cohort/artefact.ts';
import { setsOf } from './sets.ts';

function member(patient: string, cohort: string, split: Member['split']): Member {
  const empty = {
    targetRaw: '1',
    target: 1,
    followUp: {},
    response: null,
    sequences: ['T1'],
    tumourMm3: 1,
  } as const;
  return { patient, cohort, split, ...empty };
}

const COHORT: CohortArtefact = {
  schema: 'mriscore/cohort/1',
  members: [member('A', 'train', 'training'), member('B', 'train', 'tuning'), member('C', 'ici', 'test')],
  flow: {
    rows: 3,
    left: [],
    cohorts: [
      { name: 'train', role: 'training', patients: 2, positives: 2, missing: {} },
      { name: 'ici', role: 'immunotherapy', patients: 1, positives: 1, missing: {} },
    ],
  },
};

test('the training cohort is two sets, and every patient is in exactly one set', () => {
  const sets = setsOf(COHORT);
  expect(sets.map(({ set }) => [set.name, set.split])).toEqual([
    ['train', 'training'],
    ['train, tuning part', 'tuning'],
    ['ici', 'test'],
  ]);
  expect(sets.flatMap(({ members }) => members.map(({ patient }) => patient))).toEqual(['A', 'B', 'C']);
});
