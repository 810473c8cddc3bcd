import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { betaQuantile } from './beta.ts';
import { chiSquaredQuantile } from './chi-squared.ts';
import { binomialCdf, binomialProbability, binomialSurvival } from './discrete.ts';
import { fQuantile } from './f.ts';
import { gammaQuantile } from './gamma.ts';
import { logBeta, logGamma } from './gamma-function.ts';
import { normalQuantile } from './normal-quantile.ts';
import { binomialTerm, devianceTerm, poissonTerm, stirlingError } from './saddle-point.ts';
import { studentQuantile } from './student.ts';

const UPPER = { tail: 'upper' } as const;
const relative = (got: number, want: number): number => Math.abs(got - want) / Math.abs(want);

describe('a quantile at the end of its range', () => {
  test.each<[string, (p: number, options?: { tail: 'upper' }) => number, number, number]>([
    ['beta', (p, options) => betaQuantile(p, [2, 3], options), 0, 1],
    ['chi squared', (p, options) => chiSquaredQuantile(p, 3, options), 0, Number.POSITIVE_INFINITY],
    ['F', (p, options) => fQuantile(p, [2, 3], options), 0, Number.POSITIVE_INFINITY],
    ['gamma', (p, options) => gammaQuantile(p, 3, options), 0, Number.POSITIVE_INFINITY],
    ['normal', normalQuantile, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
    [
      'Student',
      (p, options) => studentQuantile(p, 3, options),
      Number.NEGATIVE_INFINITY,
      Number.POSITIVE_INFINITY,
    ],
  ])('of %s is the end of the support, in either tail', (_, quantile, lowest, highest) => {
    expect([quantile(0), quantile(1)]).toEqual([lowest, highest]);
    expect([quantile(1, UPPER), quantile(0, UPPER)]).toEqual([lowest, highest]);
    for (const p of [1e-9, 0.2, 0.5, 0.9]) {
      expect(quantile(p)).toBeGreaterThan(lowest);
      expect(quantile(p)).toBeLessThan(highest);
      expect(relative(quantile(1 - p, UPPER), quantile(p) || 1)).toBeLessThan(
        p < 1e-6 ? 1e-6 : p === 0.5 ? 2 : 1e-9,
      );
    }
  });
});

describe('the logarithms of gamma and beta', () => {
  test('are those of whole numbers: factorials and binomial coefficients', () => {
    let factorial = 1;
    for (let n = 1; n <= 25; n++) {
      expect(logGamma(n)).toBeCloseTo(Math.log(factorial), 11);
      factorial *= n;
    }
    // 1 / B(a, b) = (a + b - 1)! / ((a - 1)! (b - 1)!), here 12 choose 5 times 8 and the like.
    expect(relative(logBeta(6, 8), -Math.log((13 * 12 * 11 * 10 * 9 * 8) / 120))).toBeLessThan(1e-14);
    expect(relative(logBeta(13, 2), -Math.log(13 * 14))).toBeLessThan(1e-14);
  });

  test('step from one shape to the next as the function does, also where one is far larger', () => {
    const shape = fc.double({ min: 0.01, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(shape, shape, (a, b) => {
        // B(a + 1, b) = B(a, b) a / (a + b).
        const step = Math.log(a / (a + b));
        const scale = Math.max(1, Math.abs(logBeta(a, b)));
        expect(Math.abs(logBeta(a + 1, b) - logBeta(a, b) - step) / scale).toBeLessThan(1e-12);
        expect(logBeta(a, b)).toBe(logBeta(b, a));
        expect(Math.abs(logGamma(a + 1) - logGamma(a) - Math.log(a)) / Math.max(1, logGamma(a))).toBeLessThan(
          1e-11,
        );
      }),
    );
  });

  test('of halves is that of pi', () => {
    expect(relative(logGamma(0.5), Math.log(Math.PI) / 2)).toBeLessThan(1e-15);
    expect(relative(logGamma(1.5), Math.log(Math.PI) / 2 - Math.LN2)).toBeLessThan(1e-15);
    expect(relative(logGamma(2.5), Math.log(Math.PI) / 2 + Math.log(3 / 4))).toBeLessThan(1e-15);
    expect(relative(logBeta(0.5, 0.5), Math.log(Math.PI))).toBeLessThan(1e-13);
  });
});

describe('probabilities of counts', () => {
  test('are right where the chance or the count is at its end', () => {
    expect([0, 1, 5].map((k) => binomialProbability(k, 5, 0))).toEqual([1, 0, 0]);
    expect([0, 4, 5].map((k) => binomialProbability(k, 5, 1))).toEqual([0, 0, 1]);
    expect(binomialTerm({ success: 0, failure: 1000 }, { success: 1e-10, failure: 1 - 1e-10 })).toBeCloseTo(
      1 - 1e-7,
      13,
    );
    expect(
      relative(binomialTerm({ success: 3, failure: 0 }, { success: 0.25, failure: 0.75 }), 1 / 64),
    ).toBeLessThan(1e-15);
    expect(
      relative(binomialTerm({ success: 0, failure: 3 }, { success: 0.25, failure: 0.75 }), 27 / 64),
    ).toBeLessThan(1e-14);
    // 1e15 trials at a chance of 1e-15: the limit is exp(-1), which log(1 - chance) alone would miss.
    expect(binomialTerm({ success: 0, failure: 1e15 }, { success: 1e-15, failure: 1 - 1e-15 })).toBeCloseTo(
      Math.exp(-1),
      12,
    );
  });

  test('are the exact ones of small numbers', () => {
    const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k);
    for (let k = 0; k <= 9; k++) {
      const exact = choose(9, k) * 0.3 ** k * 0.7 ** (9 - k);
      expect(relative(binomialProbability(k, 9, 0.3), exact)).toBeLessThan(1e-13);
    }
    expect([binomialCdf(-1, 9, 0.3), binomialCdf(9, 9, 0.3), binomialSurvival(9, 9, 0.3)]).toEqual([0, 1, 0]);
    const poisson = [0, 1, 2, 7].map((x) => poissonTerm(x, 2.5));
    [1, 2.5, 2.5 ** 2 / 2, 2.5 ** 7 / 5040].forEach((term, n) => {
      expect(relative(poisson[n]!, term * Math.exp(-2.5))).toBeLessThan(1e-13);
    });
  });

  test("rest on Stirling's error and the deviance, by their definitions", () => {
    for (const n of [0.5, 1, 3, 7.5, 15, 16, 40, 1e4]) {
      const byDefinition = logGamma(n + 1) - (n + 0.5) * Math.log(n) + n - Math.log(2 * Math.PI) / 2;
      expect(Math.abs(stirlingError(n) - byDefinition)).toBeLessThan(1e-11 * Math.max(1, n));
    }
    for (const [x, mean] of [
      [3, 5],
      [5, 5],
      [5.01, 5],
      [100, 3],
      [0.2, 9],
    ] as const) {
      const byDefinition = x * Math.log(x / mean) + mean - x;
      expect(Math.abs(devianceTerm(x, mean) - byDefinition)).toBeLessThan(1e-12 * Math.max(1, x, mean));
    }
  });
});
