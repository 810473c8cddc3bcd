import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { random } from '../resampling/random.ts';
import { calibration } from './calibration.ts';
import { applyIsotonic, fitIsotonic, isotonicCalibration } from './isotonic.ts';
import { fitPlatt, plattScaling } from './platt.ts';
import { fitTemperature, temperatureScaling } from './temperature.ts';

/** Patients whose labels follow the given log-odds, and predictions that distort them. */
function patients(seed: number, n: number, distort = (logit: number) => logit) {
  const draw = random(seed, 'calibration patients');
  const logits = Array.from({ length: n }, () => 1.5 * draw.normal() - 0.3);
  const labels = logits.map((l) => (draw.uniform() < 1 / (1 + Math.exp(-l)) ? 1 : 0));
  return { probabilities: logits.map((l) => 1 / (1 + Math.exp(-distort(l)))), labels };
}

const seeds = fc.integer({ min: 1, max: 1e6 });

describe('recalibration', () => {
  test('plain Platt scaling makes both intercepts 0 and the slope 1 on its own rows', () => {
    const { probabilities, labels } = patients(5, 300, (l) => 3 * l - 1);
    const scores = probabilities.map((p) => Math.log(p / (1 - p)));
    const fitted = plattScaling({ targets: 'plain' }).fit({ scores, labels }).apply({ scores });
    const after = calibration(fitted, labels);
    expect(after.slope.value).toBeCloseTo(1, 6);
    expect(after.interceptInTheLarge.value).toBeCloseTo(0, 6);
  });

  test('smoothed Platt scaling stays finite where labels are separated, plain refuses', () => {
    expect(fitPlatt([1, 2, 3, 4], [0, 0, 1, 1]).slope).toBeGreaterThan(0);
    expect(() => fitPlatt([1, 2, 3, 4], [0, 0, 1, 1], { targets: 'plain' })).toThrow(/smoothed/);
  });

  test('isotonic probabilities never fall, keep the mean and are a projection', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { probabilities, labels } = patients(seed, 60);
        const scores = probabilities.map((p) => Math.round(p * 20) / 20);
        const curve = fitIsotonic(scores, labels);
        curve.probabilities.forEach((p, i) => {
          if (i > 0) expect(p).toBeGreaterThanOrEqual(curve.probabilities[i - 1]!);
        });
        const fitted = scores.map((s) => applyIsotonic(curve, s));
        const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
        expect(sum(fitted)).toBeCloseTo(sum(labels), 8);
      }),
      { numRuns: 30 },
    );
  });

  test('temperature undoes a factor on the log-odds and keeps the order', () => {
    const { probabilities, labels } = patients(6, 4000, (l) => 2.5 * l);
    expect(fitTemperature(probabilities, labels)).toBeCloseTo(2.5, 0);
    const scaled = temperatureScaling()
      .fit({ scores: probabilities, labels })
      .apply({ scores: [0.2, 0.5, 0.9] });
    expect(scaled[1]).toBeCloseTo(0.5, 12);
    expect(scaled[0]!).toBeLessThan(scaled[1]!);
    expect(() => fitTemperature([0.1, 0.2, 0.8, 0.9], [1, 1, 0, 0])).toThrow();
  });

  test('a step cannot learn without labels and keeps its record', () => {
    expect(() => plattScaling().fit({ scores: [1, 2] })).toThrow(/no labels/);
    const { record } = isotonicCalibration().fit({ scores: [1, 2, 3], labels: [0, 1, 1] });
    expect(JSON.parse(JSON.stringify(record))).toMatchObject({ step: 'isotonic', n: 3 });
  });
});
