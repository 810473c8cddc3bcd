/**
 * Splits a tuning part off the training cohort, with the same share of each class.
 *
 * Knows patients and targets only; every patient is in one part.
 */
import type { Random } from '@mriscore/stats';
import type { Subject } from '../../table/select.ts';

/** Gives each patient a reproducible number of its own. */
export type RandomOf = (patient: string) => Random;

function drawTuning(members: readonly Subject[], fraction: number, randomOf: RandomOf): readonly string[] {
  const wanted = Math.round(members.length * fraction);
  const count = Math.min(Math.max(wanted, 1), members.length - 1);
  return members
    .map(({ patient }) => ({ patient, draw: randomOf(patient).uniform() }))
    .sort((a, b) => a.draw - b.draw || (a.patient < b.patient ? -1 : 1))
    .slice(0, count)
    .map(({ patient }) => patient);
}

/**
 * Draws the tuning part of a training cohort.
 *
 * Each patient has a number of its own, so that adding a patient to the table moves no other patient by chance.
 *
 * @param fraction Share of each class, in (0, 1); at least one patient of each class is drawn and one stays.
 * @returns the patients of the tuning part.
 * @example
 * tuningPatients(subjects, 0.2, (patient) => random(1, 'split', patient)).has('P001');
 */
export function tuningPatients(
  subjects: readonly Subject[],
  fraction: number,
  randomOf: RandomOf,
): ReadonlySet<string> {
  const classes = [0, 1].map((target) => subjects.filter((subject) => subject.target === target));
  return new Set(classes.flatMap((members) => drawTuning(members, fraction, randomOf)));
}
