import { describe, expect, test } from 'vitest';
import { aucPrecisionSize } from './auc-precision.ts';
import { aucHalfWidth } from './auc-test.ts';
import { binaryDevelopmentSize } from './binary-development.ts';
import { rSquaredOfC } from './log-odds.ts';
import { logRankEvents } from './log-rank-events.ts';
import { twoProportionsSize } from './proportions.ts';
import { survivalDevelopmentSize } from './survival-development.ts';
import { validationSize } from './validation.ts';

describe('development', () => {
  test('10, 20 and 50 parameters at a Nagelkerke R2 of 0.3 need the published numbers', () => {
    const shrinkageSize = (parameters: number) =>
      binaryDevelopmentSize({ parameters, prevalence: 0.43, nagelkerke: 0.3 }).criteria[0]!.patients;
    expect([5, 10, 20, 50].map(shrinkageSize)).toEqual([176, 351, 701, 1752]);
  });

  test('a C statistic stands for the R2 that it implies', () => {
    const fromC = binaryDevelopmentSize({ parameters: 10, prevalence: 0.3, cStatistic: 0.78 });
    const fromR = binaryDevelopmentSize({
      parameters: 10,
      prevalence: 0.3,
      rSquared: rSquaredOfC(0.3, 0.78),
    });
    expect(fromC.patients).toBe(fromR.patients);
  });

  test('less follow-up never needs fewer patients for the overall risk', () => {
    const plan = { parameters: 2, rate: 0.3, timepoint: 2, rSquared: 0.3 };
    const size = (meanFollowUp: number) => survivalDevelopmentSize({ ...plan, meanFollowUp }).patients;
    expect(size(0.5)).toBeGreaterThanOrEqual(size(3));
  });

  test('an R2 of 0, below it, or of the most that the outcome allows is refused', () => {
    const prevalence = 0.4;
    const most = 1 - (prevalence ** prevalence * (1 - prevalence) ** (1 - prevalence)) ** 2;
    const size = (rSquared: number) =>
      binaryDevelopmentSize({ parameters: 5, prevalence, rSquared }).patients;
    for (const rSquared of [0, -0.1, most + 1e-9]) expect(() => size(rSquared)).toThrow(/where the most is/);
    expect(() => binaryDevelopmentSize({ parameters: 5, prevalence, nagelkerke: 1 })).toThrow(
      /where the most is/,
    );
    expect(size(0.01)).toBeGreaterThan(size(0.3));
  });

  test('no figure, two figures and impossible ones are refused', () => {
    const plan = { parameters: 5, prevalence: 0.4 };
    expect(() => binaryDevelopmentSize(plan)).toThrow(/0 figures/);
    expect(() => binaryDevelopmentSize({ ...plan, rSquared: 0.1, nagelkerke: 0.2 })).toThrow(/2 figures/);
    expect(() => binaryDevelopmentSize({ ...plan, rSquared: 0.9 })).toThrow(/where the most is/);
    expect(() => binaryDevelopmentSize({ ...plan, prevalence: 43, rSquared: 0.1 })).toThrow(/prevalence 43/);
    expect(() => binaryDevelopmentSize({ ...plan, parameters: 2.5, rSquared: 0.1 })).toThrow(/whole number/);
  });
});

describe('validation', () => {
  test('the targets need the planned numbers', () => {
    const plan = { prevalence: 0.43, cStatistic: 0.8 };
    expect(validationSize(plan)).toMatchObject({ observedExpected: 103, cStatistic: 328, slope: 490 });
    expect(validationSize({ ...plan, slopeWidth: 0.6 }).slope).toBe(218);
    expect(validationSize({ prevalence: 0.85, cStatistic: 0.8 })).toMatchObject({
      observedExpected: 14,
      cStatistic: 404,
    });
    expect(validationSize({ prevalence: 0.5, cStatistic: 0.8 }).slope).toBe(483);
  });

  test("Newcombe's formula does not depend on which class is the rarer", () => {
    const size = (prevalence: number) =>
      validationSize({ prevalence, cStatistic: 0.8, cMethod: 'newcombe' }).cStatistic;
    expect(size(0.2)).toBe(size(0.8));
  });
});

describe('precision and comparison', () => {
  test('half widths of the AUC are the tabulated ones', () => {
    const half = (n: number) => aucHalfWidth(0.803, { positives: n / 2, negatives: n / 2 });
    expect([60, 100, 150, 200, 300].map((n) => half(n).toFixed(3))).toEqual([
      '0.112',
      '0.087',
      '0.071',
      '0.061',
      '0.050',
    ]);
    const n = aucPrecisionSize({ auc: 0.803, halfWidth: 0.05 });
    expect(
      aucHalfWidth(0.803, { positives: Math.round(n / 2), negatives: n - Math.round(n / 2) }),
    ).toBeLessThanOrEqual(0.05);
  });

  test('a hazard ratio and its reciprocal need the same events by Schoenfeld', () => {
    expect(logRankEvents({ hazardRatio: 0.5 }).schoenfeld).toBeCloseTo(
      logRankEvents({ hazardRatio: 2 }).schoenfeld,
      9,
    );
    expect(Math.ceil(logRankEvents({ hazardRatio: 0.5 }).schoenfeld)).toBe(66);
    expect(Math.ceil(logRankEvents({ hazardRatio: 0.7, ratio: 30 / 70 }).schoenfeld)).toBe(294);
    expect(() => logRankEvents({ hazardRatio: 1 })).toThrow(/distance/);
  });

  test('the order of two proportions does not matter and equal ones are refused', () => {
    expect(twoProportionsSize({ first: 0.3, second: 0.45 })).toBe(
      twoProportionsSize({ first: 0.45, second: 0.3 }),
    );
    expect(() => twoProportionsSize({ first: 0.3, second: 0.3 })).toThrow(/distance/);
  });
});
