import { random } from '@mriscore/stats';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Subject } from '../../table/select.ts';
import { tuningPatients } from './split.ts';

function subject(patient: string, target: 0 | 1): Subject {
  return { patient, target, cohort: 'train', targetRaw: String(target), followUp: {}, response: null };
}

/** Training cohorts with at least two patients of each class. */
const cohorts = fc
  .tuple(fc.integer({ min: 2, max: 60 }), fc.integer({ min: 2, max: 60 }))
  .map(([negative, positive]) => [
    ...Array.from({ length: negative }, (_, index) => subject(`N${index}`, 0)),
    ...Array.from({ length: positive }, (_, index) => subject(`P${index}`, 1)),
  ]);
const fractions = fc.double({ min: 0.05, max: 0.5, noNaN: true });
const seeds = fc.nat();

function draw(subjects: readonly Subject[], fraction: number, seed: number): ReadonlySet<string> {
  return tuningPatients(subjects, fraction, (patient) => random(seed, 'tuning split', patient));
}

function countIn(tuning: ReadonlySet<string>, subjects: readonly Subject[], target: 0 | 1): number {
  return subjects.filter((one) => one.target === target && tuning.has(one.patient)).length;
}

describe('tuningPatients', () => {
  test('takes the wanted share of each class, at least one, and leaves at least one', () => {
    fc.assert(
      fc.property(cohorts, fractions, seeds, (subjects, fraction, seed) => {
        const tuning = draw(subjects, fraction, seed);
        for (const target of [0, 1] as const) {
          const all = subjects.filter((one) => one.target === target).length;
          const drawn = countIn(tuning, subjects, target);
          expect(drawn).toBeGreaterThanOrEqual(1);
          expect(drawn).toBeLessThanOrEqual(all - 1);
          if (all > 10) expect(Math.abs(drawn - all * fraction)).toBeLessThanOrEqual(0.5);
        }
      }),
    );
  });

  test('draws patients of the cohort only, so that nobody is in two parts', () => {
    fc.assert(
      fc.property(cohorts, fractions, seeds, (subjects, fraction, seed) => {
        const names = new Set(subjects.map(({ patient }) => patient));
        for (const patient of draw(subjects, fraction, seed)) expect(names.has(patient)).toBe(true);
      }),
    );
  });

  test('does not depend on the order of the table', () => {
    fc.assert(
      fc.property(cohorts, seeds, (subjects, seed) => {
        expect(new Set(draw(subjects.toReversed(), 0.2, seed))).toEqual(new Set(draw(subjects, 0.2, seed)));
      }),
    );
  });

  test('a patient more moves nobody by chance: at most one other changes its part, to keep the share', () => {
    fc.assert(
      fc.property(cohorts, seeds, (subjects, seed) => {
        const before = draw(subjects, 0.2, seed);
        const after = draw([...subjects, subject('new', 1)], 0.2, seed);
        const moved = subjects.filter(({ patient }) => before.has(patient) !== after.has(patient));
        expect(moved.length).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('another seed draws another part', () => {
    const subjects = Array.from({ length: 40 }, (_, index) => subject(`P${index}`, index < 20 ? 0 : 1));
    expect(draw(subjects, 0.2, 1)).not.toEqual(draw(subjects, 0.2, 2));
  });
});
