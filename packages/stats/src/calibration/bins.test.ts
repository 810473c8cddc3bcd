import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { random } from '../resampling/random.ts';
import { calibrationBins } from './bins.ts';
import { hosmerLemeshow } from './hosmer-lemeshow.ts';

/** Patients whose labels follow the given log-odds, and predictions that distort them. */
function patients(seed: number, n: number, distort = (logit: number) => logit) {
  const draw = random(seed, 'calibration patients');
  const logits = Array.from({ length: n }, () => 1.5 * draw.normal() - 0.3);
  const labels = logits.map((l) => (draw.uniform() < 1 / (1 + Math.exp(-l)) ? 1 : 0));
  return { probabilities: logits.map((l) => 1 / (1 + Math.exp(-distort(l)))), labels };
}

const seeds = fc.integer({ min: 1, max: 1e6 });

describe('bins', () => {
  test('a value on an edge belongs to the lower bin', () => {
    const { bins } = calibrationBins([0.5, 0.5, 0.51], [1, 0, 1], { bins: 2, by: 'equal-width' });
    expect(bins.map((bin) => bin.n)).toEqual([2, 1]);
  });

  test('the expected error is at most the maximum and no patient is lost', () => {
    fc.assert(
      fc.property(seeds, fc.constantFrom('equal-width' as const, 'equal-mass' as const), (seed, by) => {
        const { probabilities, labels } = patients(seed, 77);
        const result = calibrationBins(probabilities, labels, { by });
        expect(result.bins.reduce((sum, bin) => sum + bin.n, 0)).toBe(77);
        expect(result.expectedCalibrationError).toBeLessThanOrEqual(result.maximumCalibrationError + 1e-12);
      }),
      { numRuns: 30 },
    );
  });

  test('an empty group leaves Hosmer and Lemeshow undefined', () => {
    const p = [0.1, 0.2, 0.4, 0.8].flatMap((value) => new Array<number>(10).fill(value));
    const result = hosmerLemeshow(
      p,
      p.map((_, i) => i % 2),
    );
    expect(result.statistic).toBeNull();
    expect(result.reason).toMatch(/empty/);
  });
});
