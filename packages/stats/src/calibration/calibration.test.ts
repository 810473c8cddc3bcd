import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { random } from '../resampling/random.ts';
import { calibration } from './calibration.ts';

/** Patients whose labels follow the given log-odds, and predictions that distort them. */
function patients(seed: number, n: number, distort = (logit: number) => logit) {
  const draw = random(seed, 'calibration patients');
  const logits = Array.from({ length: n }, () => 1.5 * draw.normal() - 0.3);
  const labels = logits.map((l) => (draw.uniform() < 1 / (1 + Math.exp(-l)) ? 1 : 0));
  return { probabilities: logits.map((l) => 1 / (1 + Math.exp(-distort(l)))), labels };
}

const seeds = fc.integer({ min: 1, max: 1e6 });

describe('calibration', () => {
  test('predictions that are too extreme have a slope under 1, and too low ones an intercept above 0', () => {
    const extreme = patients(1, 3000, (l) => 2 * l);
    expect(calibration(extreme.probabilities, extreme.labels).slope.value).toBeCloseTo(0.5, 1);
    const low = patients(2, 3000, (l) => l - 1);
    const result = calibration(low.probabilities, low.labels);
    expect(result.interceptInTheLarge.value).toBeGreaterThan(0.8);
    expect(result.observedExpected.value).toBeGreaterThan(1.2);
  });

  test('reversing label and prediction turns the intercept round and keeps the slope', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { probabilities, labels } = patients(seed, 120);
        const one = calibration(probabilities, labels);
        const other = calibration(
          probabilities.map((p) => 1 - p),
          labels.map((y) => 1 - y),
        );
        expect(other.slope.value).toBeCloseTo(one.slope.value!, 7);
        expect(other.interceptInTheLarge.value).toBeCloseTo(-one.interceptInTheLarge.value!, 7);
        expect(other.brier.value).toBeCloseTo(one.brier.value!, 12);
        expect(other.ici).toBeCloseTo(one.ici!, 7);
      }),
      { numRuns: 15 },
    );
  });

  test('the order of patients does not matter', () => {
    const { probabilities, labels } = patients(9, 200);
    const turned = calibration(probabilities.toReversed(), labels.toReversed());
    const straight = calibration(probabilities, labels);
    expect(turned.ici).toBeCloseTo(straight.ici!, 10);
    expect(turned.slope.value).toBeCloseTo(straight.slope.value!, 10);
  });

  test('what the data do not define is null with a reason', () => {
    const oneClass = calibration([0.2, 0.4, 0.6, 0.7], [1, 1, 1, 1]);
    expect(oneClass.slope.value).toBeNull();
    expect(oneClass.slope.reason).toMatch(/same/);
    expect(oneClass.scaledBrier.value).toBeNull();
    const certain = calibration([0, 0.4, 0.6, 1], [0, 0, 1, 1]);
    expect(certain.slope.reason).toMatch(/exactly 0 or 1/);
    expect(certain.logLoss).not.toBeNull();
    expect(certain.reasons).toEqual({});
    const wrong = calibration([0, 0.4, 0.6, 1], [1, 0, 1, 1]);
    expect([wrong.logLoss, wrong.nagelkerkeR2]).toEqual([null, null]);
    expect(wrong.reasons.nagelkerkeR2).toMatch(/exactly 0 or 1 was wrong/);
    const nearly = calibration([1e-320, 0.5], [1, 0]);
    expect(nearly.nagelkerkeR2).toBeNull();
    expect(nearly.reasons).toEqual({ nagelkerkeR2: expect.stringContaining('below any number') });
    expect(oneClass.reasons.nagelkerkeR2).toMatch(/same/);
    const constant = calibration([0.3, 0.3, 0.3, 0.3], [0, 1, 0, 0]);
    expect(constant.slope.reason).toMatch(/same/);
    expect(constant.interceptInTheLarge.value).not.toBeNull();
    expect(constant.ici).toBeNull();
    const separated = calibration([0.1, 0.2, 0.7, 0.8], [0, 0, 1, 1]);
    expect(separated.slope.reason).toMatch(/separate/);
  });

  test('what is no probability, no label or of another length is refused', () => {
    expect(() => calibration([0.2, 1.2], [0, 1])).toThrow(/0 to 1/);
    expect(() => calibration([0.2, 0.3], [0, 2])).toThrow(/negative/);
    expect(() => calibration([0.2], [0, 1])).toThrow(/length/);
    expect(() => calibration([], [])).toThrow(/no rows/);
    expect(() => calibration([Number.NaN, 0.1], [0, 1])).toThrow(/finite/);
  });

  test('probabilities that all but tie come to an end, whatever the rounding', () => {
    // Four risks 5e-9 apart: dropping rows one by one must not depend on a product being 0 to the last bit.
    const risks = [
      0.7083333354447972, 0.8333333294829816, 0.7083333308492938, 0.7083333354447972, 0.7083333354447972,
    ];
    const found = calibration(risks, [1, 1, 1, 0, 1]);
    expect(found.n).toBe(5);
    expect(found.slope.value === null || Number.isFinite(found.slope.value)).toBe(true);
  });
});
