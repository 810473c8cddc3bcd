import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { random } from './random.ts';
import { kFold, leaveOneGroupOut } from './splits.ts';

const stream = (seed: number, purpose: string) => (k: number) => random(seed, purpose, k);

describe('splits', () => {
  test('every row tests once a repeat, no patient is on both sides, and strata are spread evenly', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 2, max: 6 }), (seed, folds) => {
        const patients = Array.from({ length: 90 }, (_, row) => Math.floor(row / 2));
        const strata = patients.map((p) => (p % 3 === 0 ? 'positive' : 'negative'));
        const splits = kFold({ n: 90, patients, strata, folds, repeats: 2, source: stream(seed, 'folds') });
        expect(splits).toHaveLength(2 * folds);
        for (const repeat of [0, 1]) {
          const tested = splits.filter((s) => s.repeat === repeat).flatMap((s) => [...s.test]);
          expect(tested.toSorted((a, b) => a - b)).toEqual([...patients.keys()]);
        }
        for (const { train, test: tested } of splits) {
          const trained = new Set([...train].map((row) => patients[row]));
          expect([...tested].some((row) => trained.has(patients[row]))).toBe(false);
          const positives = [...tested].filter((row) => strata[row] === 'positive').length / 2;
          expect(Math.abs(positives - 15 / folds)).toBeLessThan(1.01);
        }
      }),
      { numRuns: 40 },
    );
  });

  test('each centre is left out once', () => {
    const splits = leaveOneGroupOut(['A', 'B', 'A', 'C']);
    expect(splits.map((s) => [s.group, [...s.test]])).toEqual([
      ['A', [0, 2]],
      ['B', [1]],
      ['C', [3]],
    ]);
    expect(() => leaveOneGroupOut(['A', 'A'])).toThrow(/1 group/);
  });

  test('more folds than patients and a stratum of one are refused', () => {
    const source = stream(1, 'folds');
    expect(() => kFold({ n: 3, folds: 5, source })).toThrow(/3 patients for 5 folds/);
    expect(() => kFold({ n: 6, folds: 2, strata: [0, 0, 0, 0, 0, 1], source })).toThrow(/stratum of one/);
  });
});
