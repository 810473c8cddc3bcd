import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { random } from '../resampling/random.ts';
import { calibrationBins, hosmerLemeshow } from './bins.ts';
import { calibration } from './calibration.ts';
import { calibrationCurve } from './curve.ts';
import { applyIsotonic, fitIsotonic, isotonicCalibration } from './isotonic.ts';
import { loess } from './loess.ts';
import { lowess } from './lowess.ts';
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
});

describe('curves', () => {
  test('loess gives back a parabola whatever the surface', () => {
    const x = Array.from({ length: 40 }, (_, i) => (i * i) / 40);
    const y = x.map((v) => 3 - 2 * v + 0.5 * v * v);
    for (const surface of ['direct', 'interpolate'] as const) {
      const smooth = loess(x, y, { surface });
      for (const at of [0.1, 3.3, 17, 38]) expect(smooth.at(at)).toBeCloseTo(3 - 2 * at + 0.5 * at * at, 8);
    }
    expect(
      loess(x, y)
        .sharesAt(5)
        .reduce((a, b) => a + b, 0),
    ).toBeCloseTo(1, 10);
  });

  test('lowess gives back a line and joins ties', () => {
    const x = Float64Array.of(1, 2, 2, 3, 5, 8, 8, 9);
    const fitted = lowess(
      x,
      x.map((v) => 2 * v + 1),
      { f: 0.8 },
    );
    fitted.forEach((value, i) => {
      expect(value).toBeCloseTo(2 * x[i]! + 1, 10);
    });
  });

  test('a well-calibrated model lies within the band of its curve at most places', () => {
    const { probabilities, labels } = patients(3, 800);
    for (const method of ['loess', 'spline'] as const) {
      const curve = calibrationCurve(probabilities, labels, { method });
      const within = curve.points.filter((p) => p.lower! <= p.predicted && p.predicted <= p.upper!);
      expect(within.length / curve.points.length).toBeGreaterThan(0.7);
      expect(curve.ici).toBeLessThan(0.06);
      expect(curve.e50).toBeLessThanOrEqual(curve.e90);
      expect(curve.e90).toBeLessThanOrEqual(curve.emax);
    }
    expect(calibrationCurve(probabilities, labels, { method: 'lowess' }).points[3]!.lower).toBeNull();
  });

  test('too few different predictions are refused', () => {
    const p = [...new Array<number>(20).fill(0.2), 0.4];
    const y = p.map((_, i) => i % 2);
    expect(() => calibrationCurve(p, y)).toThrow(/equal predictions/);
    expect(() => calibrationCurve(p, y, { method: 'spline' })).toThrow(/different values/);
  });
});

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
