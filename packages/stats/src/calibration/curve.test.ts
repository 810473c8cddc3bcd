import { describe, expect, test } from 'vitest';
import { random } from '../resampling/random.ts';
import { calibrationCurve } from './curve.ts';
import { loess } from './loess.ts';
import { lowess } from './lowess.ts';

/** Patients whose labels follow the given log-odds, and predictions that distort them. */
function patients(seed: number, n: number, distort = (logit: number) => logit) {
  const draw = random(seed, 'calibration patients');
  const logits = Array.from({ length: n }, () => 1.5 * draw.normal() - 0.3);
  const labels = logits.map((l) => (draw.uniform() < 1 / (1 + Math.exp(-l)) ? 1 : 0));
  return { probabilities: logits.map((l) => 1 / (1 + Math.exp(-distort(l)))), labels };
}

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
