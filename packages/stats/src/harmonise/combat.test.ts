import { describe, expect, test } from 'vitest';
import { random } from '../resampling/random.ts';
import { combat } from './combat.ts';

/** Features of three scanners, each with its own shift and spread, and an effect of age that is to stay. */
function scanners(seed: number, n: number) {
  const draw = random(seed, 'scanners');
  const batch = Array.from({ length: n }, (_, i) => ['A', 'B', 'C'][i % 3]!);
  const age = Array.from({ length: n }, () => 60 + 10 * draw.normal());
  const features = Array.from({ length: 12 }, () => {
    const shift = { A: 0, B: 3 + draw.normal(), C: -2 + draw.normal() } as Record<string, number>;
    const spread = { A: 1, B: 2, C: 0.5 } as Record<string, number>;
    return batch.map((b, i) => 10 + 0.2 * age[i]! + shift[b]! + spread[b]! * draw.normal());
  });
  return { features, batch, covariates: { age } };
}

const meanOf = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;

describe('combat', () => {
  test('brings the batches together and keeps what a covariate explains', () => {
    const rows = scanners(1, 240);
    const adjusted = combat().fit(rows).apply(rows);
    adjusted.forEach((row, f) => {
      const gap = (values: readonly (number | null)[]) => {
        const mean = (name: string) => meanOf(values.filter((_, i) => rows.batch[i] === name).map((v) => v!));
        return Math.abs(mean('B') - mean('C'));
      };
      expect(gap(row)).toBeLessThan(0.35 * gap(rows.features[f]!));
    });
    const slope = (values: readonly (number | null)[]) => {
      const centre = meanOf(rows.covariates.age);
      const top = values.reduce<number>((sum, v, i) => sum + v! * (rows.covariates.age[i]! - centre), 0);
      return top / rows.covariates.age.reduce((sum, a) => sum + (a - centre) ** 2, 0);
    };
    expect(meanOf(adjusted.map(slope))).toBeCloseTo(0.2, 1);
  });

  test('a new patient is adjusted by what was learnt, alone or with others', () => {
    const rows = scanners(2, 90);
    const step = combat().fit(rows);
    const all = step.apply(rows);
    const one = step.apply({
      features: rows.features.map((row) => [row[4]!]),
      batch: [rows.batch[4]!],
      covariates: { age: [rows.covariates.age[4]!] },
    });
    one.forEach((row, f) => {
      expect(row[0]).toBe(all[f]![4]);
    });
  });

  test('patients without the covariates of the fit, or with others, are refused', () => {
    const rows = scanners(2, 90);
    const fitted = combat().fit(rows);
    const { covariates, ...without } = rows;
    const code = (given: typeof without & { covariates?: Record<string, readonly number[]> }): unknown => {
      try {
        return fitted.apply(given).length;
      } catch (error) {
        return (error as { code: string }).code;
      }
    };
    expect(code(rows)).toBe(12);
    expect(code(without)).toBe('input/option');
    expect(code({ ...without, covariates: { weight: covariates.age } })).toBe('input/option');
    expect(code({ ...rows, covariates: { ...covariates, weight: covariates.age } })).toBe('input/option');
    expect(code({ ...rows, features: rows.features.slice(1) })).toBe('input/length');
  });

  test('the reference batch stays as it is', () => {
    const rows = scanners(3, 60);
    const adjusted = combat({ reference: 'B' }).fit(rows).apply(rows);
    rows.batch.forEach((name, i) => {
      if (name === 'B') expect(adjusted[0]![i]).toBe(rows.features[0]![i]);
    });
  });

  test('units of a feature do not matter to it when shifts only are removed', () => {
    const rows = scanners(4, 60);
    const scaled = { ...rows, features: rows.features.map((row) => row.map((v) => 1e6 * v)) };
    const plain = combat().fit(rows).apply(rows);
    const large = combat().fit(scaled).apply(scaled);
    expect(large[3]![7]! / 1e6).toBeCloseTo(plain[3]![7]!, 8);
  });

  test('a feature that is constant within a batch stays as it is and is listed', () => {
    const rows = scanners(5, 60);
    rows.features[2] = rows.features[2]!.map((v, i) => (rows.batch[i] === 'A' ? 7 : v));
    const step = combat().fit(rows);
    expect(step.apply(rows)[2]).toEqual(rows.features[2]);
    expect(JSON.stringify(step.record)).toContain('null');
  });

  test('a batch of one, an unseen batch, one batch and confounding are refused', () => {
    const rows = scanners(6, 60);
    const single = rows.batch.map((name, i) => (i === 0 ? 'Z' : name));
    expect(() => combat().fit({ ...rows, batch: single })).toThrow(/one patient only in batch Z/);
    expect(() => combat().fit({ ...rows, batch: rows.batch.map(() => 'A') })).toThrow(/at least two/);
    const site = rows.batch.map((name) => (name === 'B' ? 1 : 0));
    expect(() => combat().fit({ ...rows, covariates: { site } })).toThrow(/site is determined/);
    expect(() => combat().fit({ ...rows, covariates: { one: rows.batch.map(() => 1) } })).toThrow(
      /determined/,
    );
    expect(() =>
      combat()
        .fit(rows)
        .apply({ ...rows, batch: single }),
    ).toThrow(/was not in the training/);
    expect(() => combat().fit(rows).apply({ features: rows.features, batch: rows.batch })).toThrow(/age/);
  });
});
