import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromColumns } from '../linear/matrix.ts';
import { random } from '../resampling/random.ts';
import { firthLogistic } from './firth.ts';
import { logisticRegression } from './regression.ts';
import { findRoot } from './root.ts';
import { separation } from './separation.ts';
import { cubicSpline } from './spline.ts';

/** R: mtcars, am ~ wt. */
const WEIGHT = [
  2.62, 2.875, 2.32, 3.215, 3.44, 3.46, 3.57, 3.19, 3.15, 3.44, 3.44, 4.07, 3.73, 3.78, 5.25, 5.424, 5.345,
  2.2, 1.615, 1.835, 2.465, 3.52, 3.435, 3.84, 3.845, 1.935, 2.14, 1.513, 3.17, 2.77, 3.57, 2.78,
];
const MANUAL = [
  1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1,
];
const cars = { outcome: MANUAL, covariates: { wt: WEIGHT } };

/** Overlapping patients from a logistic model. */
function cohort(seed: number, n: number) {
  const draw = random(seed, 'logistic cohort');
  const x = Array.from({ length: n }, () => draw.normal());
  const z = Array.from({ length: n }, () => draw.normal());
  const outcome = x.map((value, i) =>
    draw.uniform() < 1 / (1 + Math.exp(-0.7 * value + 0.4 * z[i]!)) ? 1 : 0,
  );
  return { outcome, covariates: { x, z } };
}

describe('glm', () => {
  test('agrees with R on mtcars', () => {
    const fit = logisticRegression(cars);
    const [intercept, wt] = fit.terms;
    expect(intercept!.estimate).toBeCloseTo(12.0403697287, 7);
    expect(wt!.estimate).toBeCloseTo(-4.02396996217, 7);
    expect(wt!.standardError).toBeCloseTo(1.43652774369, 6);
    expect(fit.nullDeviance).toBeCloseTo(43.2297332769, 8);
    expect(fit.deviance).toBeCloseTo(19.1760848074, 8);
  });

  test('the profile interval ends where the likelihood has fallen by half the chi-square quantile', () => {
    const fit = logisticRegression(cars);
    for (const end of [fit.terms[1]!.profile.lower!, fit.terms[1]!.profile.upper!]) {
      const held = logisticRegression(
        { outcome: MANUAL, covariates: {}, offset: WEIGHT.map((w) => w * end) },
        { profile: 'none' },
      );
      expect(held.deviance - fit.deviance).toBeCloseTo(3.841458820694124, 8);
    }
  });

  test('R digits of confint come from the interpolated profile', () => {
    const { lower, upper } = logisticRegression(cars, { profile: 'interpolated' }).terms[1]!.profile;
    expect(lower).toBeCloseTo(logisticRegression(cars).terms[1]!.profile.lower!, 2);
    expect(upper).toBeCloseTo(logisticRegression(cars).terms[1]!.profile.upper!, 2);
  });

  test('units and offsets of a covariate change its coefficient by their factor only', () => {
    const plain = logisticRegression(cars);
    const grams = logisticRegression({
      outcome: MANUAL,
      covariates: { wt: WEIGHT.map((w) => w * 1e6 + 1e9) },
    });
    expect(grams.terms[1]!.estimate! * 1e6).toBeCloseTo(plain.terms[1]!.estimate!, 6);
    expect(grams.deviance).toBeCloseTo(plain.deviance, 8);
  });

  test('the order of patients does not matter, and a weight of 2 is a patient twice', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => {
        const { outcome, covariates } = cohort(seed, 60);
        const reversed = logisticRegression({
          outcome: outcome.toReversed(),
          covariates: { x: covariates.x.toReversed(), z: covariates.z.toReversed() },
        });
        const twice = logisticRegression(
          {
            outcome: [...outcome, ...outcome],
            covariates: { x: [...covariates.x, ...covariates.x], z: [...covariates.z, ...covariates.z] },
          },
          { profile: 'none' },
        );
        const weighted = logisticRegression(
          { outcome, covariates, weights: outcome.map(() => 2) },
          { profile: 'none' },
        );
        const plain = logisticRegression({ outcome, covariates });
        plain.terms.forEach((term, j) => {
          expect(reversed.terms[j]!.estimate).toBeCloseTo(term.estimate!, 8);
          expect(weighted.terms[j]!.estimate).toBeCloseTo(twice.terms[j]!.estimate!, 8);
          expect(weighted.terms[j]!.standardError).toBeCloseTo(twice.terms[j]!.standardError!, 8);
        });
      }),
      { numRuns: 8 },
    );
  });

  test('a separated covariate gives no coefficient but a reason and a finite test', () => {
    const fit = logisticRegression({
      outcome: [0, 0, 0, 0, 1, 1, 1, 1],
      covariates: { x: [1, 2, 3, 4, 5, 6, 7, 8] },
    });
    expect(fit.separation.complete).toBe(true);
    expect(fit.terms[1]!.estimate).toBeNull();
    expect(fit.terms[1]!.wald.reason).toMatch(/firth/);
    expect(fit.likelihoodRatio!.statistic).toBeCloseTo(16 * Math.LN2, 5);
  });

  test('constant, repeated and missing columns, one class and lengths are refused', () => {
    const refusal = (covariates: Record<string, number[]>, outcome = [0, 1, 0, 1, 1]) =>
      expect(() => logisticRegression({ outcome, covariates }));
    refusal({ a: [2, 2, 2, 2, 2] }).toThrow(/same value of a/);
    refusal({ a: [1, 5, 2, 4, 3], b: [2, 10, 4, 8, 6] }).toThrow(/b is a combination/);
    refusal({ a: [1, Number.NaN, 2, 4, 3] }).toThrow(/finite/);
    refusal({ a: [1, 2, 3] }).toThrow(/Found 3 values of a/);
    refusal({ a: [1, 2, 3, 4, 6] }, [1, 1, 1, 1, 1]).toThrow(/at least one of each/);
    refusal({ a: [1, 2, 3, 4, 6] }, [0, 1, 2, 1, 1]).toThrow(/1 for positive/);
  });
});

describe('separation', () => {
  test('is found without any probability near 0 or 1, and its direction proves it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.boolean(), (seed, overlap) => {
        const draw = random(seed, 'separation');
        const x = Array.from({ length: 30 }, () => draw.normal());
        const z = Array.from({ length: 30 }, () => draw.normal());
        const score = x.map((value, i) => value + 2 * z[i]!);
        const outcome = score.map((s) => (s > 0 ? 1 : 0));
        if (overlap) {
          const order = score.map((_, i) => i).sort((a, b) => score[a]! - score[b]!);
          for (const i of order.slice(0, 6)) outcome[i] = 1;
          for (const i of order.slice(-6)) outcome[i] = 0;
        }
        const verdict = separation(fromColumns([x.map(() => 1), x, z]), outcome);
        if (!verdict.direction) return !verdict.separated;
        const [a, b, c] = verdict.direction as unknown as [number, number, number];
        return x.every((_, i) => (outcome[i] === 1 ? 1 : -1) * (a + b * x[i]! + c * z[i]!) > -1e-7);
      }),
      { numRuns: 60 },
    );
  });

  test('a group that is all one class is quasi-separated, not completely', () => {
    const group = [0, 0, 0, 0, 1, 1, 1];
    const verdict = separation(fromColumns([group.map(() => 1), group]), [0, 1, 0, 1, 1, 1, 1]);
    expect([verdict.separated, verdict.complete]).toEqual([true, false]);
  });
});

describe('firth', () => {
  test('a 2 x 2 table with an empty cell has the log odds ratio of the table with a half added', () => {
    const x = [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1];
    const outcome = [0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1];
    const fit = firthLogistic({ outcome, covariates: { x } });
    expect(fit.terms[1]!.estimate).toBeCloseTo(Math.log(5.5 / 0.5 / (2.5 / 4.5)), 8);
  });

  test('the interval holds the estimate and comes nearer to maximum likelihood with more patients', () => {
    const big = cohort(4, 3000);
    const [plain, penalised] = [logisticRegression(big, { profile: 'none' }), firthLogistic(big)];
    penalised.terms.forEach((term, j) => {
      expect(term.estimate).toBeCloseTo(plain.terms[j]!.estimate!, 2);
      expect(term.profile.lower!).toBeLessThan(term.estimate);
      expect(term.profile.upper!).toBeGreaterThan(term.estimate);
    });
  });
});

describe('the tools', () => {
  test('a root is found to the last digit and its absence is said', () => {
    expect(findRoot((x) => x ** 3 - 2, 0, 5)).toBeCloseTo(2 ** (1 / 3), 15);
    expect(findRoot((x) => x * x + 1, -3, 3)).toBeNull();
  });

  test('a cubic is its own spline', () => {
    const curve = cubicSpline([0, 1, 2.5, 4, 5], [0, 1, 2.5 ** 3, 64, 125]);
    for (const x of [0.3, 1.7, 3.9, 4.4]) expect(curve(x)).toBeCloseTo(x ** 3, 10);
  });
});
