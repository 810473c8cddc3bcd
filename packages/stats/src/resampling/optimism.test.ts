import { describe, expect, test } from 'vitest';
import { optimismCorrected } from './optimism.ts';
import { random } from './random.ts';

const stream = (seed: number, purpose: string) => (k: number) => random(seed, purpose, k);

describe('optimismCorrected', () => {
  test('a model that learns noise looks good and is corrected to nothing', () => {
    const draw = random(4, 'noise');
    const labels = Array.from({ length: 60 }, (_, i) => i % 2);
    const features = Array.from({ length: 40 }, () => labels.map(() => draw.normal()));
    const gap = (feature: number[], rows: Int32Array) => {
      const mean = (y: number) => {
        const own = [...rows].filter((row) => labels[row] === y);
        return own.reduce((sum, row) => sum + feature[row]!, 0) / own.length;
      };
      return mean(1) - mean(0);
    };
    const result = optimismCorrected({
      n: 60,
      strata: labels,
      source: stream(5, 'optimism'),
      fit: (rows) => features.toSorted((a, b) => gap(b, rows) - gap(a, rows))[0]!,
      judge: (feature, rows) => gap(feature, rows),
    });
    expect(result.optimism).toBeGreaterThan(0.1);
    expect(result.corrected).toBeCloseTo(result.apparent - result.optimism, 12);
    expect(result.corrected).toBeLessThan(result.apparent);
  });

  test('a figure that is never defined is refused', () => {
    const plan = { n: 4, fit: () => 0, judge: () => null, source: stream(1, 'none') };
    expect(() => optimismCorrected(plan)).toThrow(/0 of 200/);
  });
});
