import { describe, expect, test } from 'vitest';
import { bootstrap } from './bootstrap.ts';
import { random } from './random.ts';

const stream = (seed: number, purpose: string) => (k: number) => random(seed, purpose, k);

const meanOf = (values: readonly number[]) => (rows: Int32Array) =>
  rows.reduce((sum, row) => sum + values[row]!, 0) / rows.length;

describe('bootstrap', () => {
  const values = Array.from({ length: 80 }, (_, i) => Math.sin(i) * 3 + i / 20);

  test('the standard error of a mean is that of theory, and the same seed gives the same interval', () => {
    const plan = { n: 80, source: stream(1, 'boot') };
    const result = bootstrap(meanOf(values), plan);
    const mean = meanOf(values)(Int32Array.from(values.keys()));
    const theory = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / 80 / 80);
    expect(result.standardError! / theory).toBeCloseTo(1, 1);
    expect(bootstrap(meanOf(values), plan).lower).toBe(result.lower);
    expect(result.lower!).toBeLessThan(mean);
    expect(bootstrap(meanOf(values), { ...plan, interval: 'bca', resamples: 500 }).upper!).toBeGreaterThan(
      mean,
    );
  });

  test('resamples without a value are counted, and none at all leaves a reason', () => {
    const rare = bootstrap((rows) => (rows.includes(0) ? 1 + rows[0]! : null), {
      n: 5,
      resamples: 100,
      source: stream(2, 'rare'),
    });
    expect(rare.undefinedResamples).toBeGreaterThan(5);
    expect(rare.reason).toMatch(/not defined on/);
    expect(bootstrap(() => null, { n: 5, source: stream(1, 'x') }).value).toBeNull();
    expect(() => bootstrap(() => 1, { n: 5, resamples: 1, source: stream(1, 'x') })).toThrow(/resamples/);
  });
});
