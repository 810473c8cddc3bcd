import { random } from '@mriscore/stats';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fusionBatch, hideSequences } from './batch.ts';
import type { PatientTokens, Tokens } from './tokens.ts';

/** Which sequences a patient lacks; at least one is there. */
const missing = fc
  .array(fc.boolean(), { minLength: 1, maxLength: 6 })
  .filter((absent) => absent.includes(false));
const rates = fc.double({ min: 0, max: 0.9, noNaN: true });

describe('hideSequences', () => {
  test('always leaves one sequence visible that the patient has, and never shows one that is missing', () => {
    fc.assert(
      fc.property(missing, rates, fc.nat(), (absent, rate, seed) => {
        const hidden = hideSequences(absent, rate, random(seed, 'sequence dropout'));
        expect(hidden).toHaveLength(absent.length);
        expect(hidden).toContain(false);
        absent.forEach((isAbsent, index) => {
          if (isAbsent) expect(hidden[index]).toBe(true);
        });
      }),
    );
  });

  test('hides nothing at a rate of 0', () => {
    expect(hideSequences([false, true, false], 0, random(1, 'x'))).toEqual([false, true, false]);
  });

  test('hides a sequence about as often as the rate says', () => {
    let hidden = 0;
    for (let step = 0; step < 4000; step += 1) {
      if (hideSequences([false, false, false], 0.2, random(1, 'rate', step))[0] === true) hidden += 1;
    }
    // 0.2 less the chance that all three fell and this one was kept; five standard deviations around it.
    expect(Math.abs(hidden / 4000 - (0.2 - 0.008 / 3))).toBeLessThan(0.032);
  });
});

describe('fusionBatch', () => {
  const patient = (name: string, value: number, absent: readonly boolean[]): PatientTokens => ({
    patient: name,
    target: 1,
    split: 'training',
    features: new Float32Array(2 * 2 * 3).fill(value),
    missing: absent,
  });
  const patients = [patient('P1', 1, [false, false]), patient('P2', 2, [false, true])];
  const tokens: Tokens = { sequences: ['T1', 'T2'], slices: 2, width: 3, patients };

  test('masks every slice of what is missing and empties its features', () => {
    const batch = fusionBatch(tokens, patients, { size: 2, missingOf: (one) => one.missing });
    expect([...batch.missing]).toEqual([0, 0, 0, 0, 0, 0, 1, 1]);
    expect([...batch.features.subarray(12)]).toEqual([2, 2, 2, 2, 2, 2, 0, 0, 0, 0, 0, 0]);
    expect([...batch.labels]).toEqual([1, 1]);
  });

  test('fills up with patients that weigh nothing', () => {
    const batch = fusionBatch(tokens, patients, { size: 4, missingOf: (one) => one.missing });
    expect([...batch.sampleWeights]).toEqual([1, 1, 0, 0]);
    expect(batch.features).toHaveLength(4 * 12);
    expect(batch.features.subarray(24).every((value) => value === 0)).toBe(true);
  });
});
