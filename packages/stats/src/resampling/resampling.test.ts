import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bootstrap } from './bootstrap.ts';
import { drawRows, groupRows } from './draw.ts';
import { nadeauBengio } from './nadeau-bengio.ts';
import { optimismCorrected } from './optimism.ts';
import { quantile } from './quantile.ts';
import { random } from './random.ts';
import { kFold, leaveOneGroupOut } from './splits.ts';

const stream = (seed: number, purpose: string) => (k: number) => random(seed, purpose, k);
const meanOf = (values: readonly number[]) => (rows: Int32Array) =>
  rows.reduce((sum, row) => sum + values[row]!, 0) / rows.length;

describe('quantile', () => {
  test("is R's type 7", () => {
    expect([0, 0.1, 0.35, 0.5, 1].map((p) => quantile([4, 1, 3, 10, 7], p))).toEqual(
      [1, 1.8, 3.4, 4, 10].map((q) => expect.closeTo(q, 12)),
    );
    expect(quantile([1, Number.POSITIVE_INFINITY], 0)).toBe(1);
    expect(() => quantile([], 0.5)).toThrow(/no values/);
    expect(() => quantile([1], 95)).toThrow(/Divide/);
    expect(() => quantile([1, Number.NaN], 0.5)).toThrow(/not a number/);
  });
});

describe('drawRows', () => {
  test('keeps the size of strata and draws all rows of a patient together', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 2, maxLength: 20 }),
        fc.integer(),
        (scans, seed) => {
          const patients = scans.flatMap((count, p) => new Array<number>(count).fill(p));
          const strata = patients.map((p) => p % 2);
          const rows = drawRows(groupRows({ n: patients.length, strata, patients }), random(seed, 'draw'));
          const counts = new Map<number, number>();
          for (const row of rows) counts.set(row, (counts.get(row) ?? 0) + 1);
          patients.forEach((p, row) => {
            const mates = patients.flatMap((q, other) => (q === p ? [counts.get(other) ?? 0] : []));
            expect(new Set(mates).size).toBe(1);
            expect(mates[0]).toBe(counts.get(row) ?? 0);
          });
          const drawn = [0, 1].map((s) =>
            [...rows].reduce((sum, row) => sum + (strata[row] === s ? 1 / scans[patients[row]!]! : 0), 0),
          );
          expect(drawn[0]).toBeCloseTo(Math.ceil(scans.length / 2), 8);
          expect(drawn[1]).toBeCloseTo(Math.floor(scans.length / 2), 8);
        },
      ),
    );
  });

  test('a patient in two strata is refused', () => {
    expect(() => groupRows({ n: 2, strata: [0, 1], patients: ['P', 'P'] })).toThrow(/two strata/);
  });
});

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

describe('nadeauBengio', () => {
  test('is wider than a naive t interval by the overlap of the training sets', () => {
    const values = [0.78, 0.82, 0.75, 0.8, 0.79];
    const { value, standardError } = nadeauBengio(values, { test: 20, train: 80 });
    const naive = Math.sqrt(values.reduce((sum, v) => sum + (v - value!) ** 2, 0) / 4 / 5);
    expect(standardError! / naive).toBeCloseTo(Math.sqrt(1 + 5 / 4), 10);
  });

  test('figures that are all the same have no interval but a reason', () => {
    expect(nadeauBengio([0.8, 0.8], { test: 1, train: 4 })).toMatchObject({
      value: 0.8,
      lower: null,
      p: null,
    });
    expect(() => nadeauBengio([0.8], { test: 1, train: 4 })).toThrow(/at least two/);
  });
});

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
