import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { StatsError } from '../errors.ts';
import * as all from './index.ts';
import { R_VALUES } from './r-values.fixture.ts';

const functions = all as unknown as Record<string, (...args: unknown[]) => number>;

/** Distance relative to the reference. */
function relative(got: number, want: number): number {
  return got === want ? 0 : Math.abs(got - want) / Math.abs(want || 1);
}

const PAIRED = new Set(['betaQuantile', 'fQuantile']);

describe('distributions', () => {
  test.each([...new Set(R_VALUES.map(([fn]) => fn))])('%s agrees with R to 13 digits', (name) => {
    for (const [fn, args, value] of R_VALUES) {
      if (fn !== name) continue;
      const call = PAIRED.has(fn) ? [args[0], [args[1], args[2]]] : args;
      expect(relative(functions[fn]!(...call), value), `${fn}(${args.join()})`).toBeLessThan(2e-13);
    }
  });

  test('values that 40 digits of arithmetic give, where R loses some', () => {
    expect(relative(all.logGamma(1.0000001), -5.772155829918507e-8)).toBeLessThan(1e-15);
    expect(relative(all.logGamma(1.999999), -4.227840125965854e-7)).toBeLessThan(1e-15);
    expect(relative(all.studentCdf(-2, 1e6), 0.022750266925659603)).toBeLessThan(1e-14);
    expect(relative(all.gammaCdf(90000, 100000), 1.9782570322356404e-235)).toBeLessThan(1e-12);
    expect(relative(all.betaCdf(0.99, 5000, 0.1), 4.581718675456759e-25)).toBeLessThan(1e-13);
  });

  test('a quantile is undone by its distribution, in both tails', () => {
    const p = fc.double({ min: 1e-12, max: 1 - 1e-12, noNaN: true });
    // Below 1 a shape of beta packs probability closer to 1 than doubles are spaced.
    const shape = fc.double({ min: 1, max: 300, noNaN: true });
    fc.assert(
      fc.property(p, shape, shape, (probability, a, b) => {
        expect(relative(all.gammaCdf(all.gammaQuantile(probability, a), a), probability)).toBeLessThan(1e-9);
        expect(relative(all.betaCdf(all.betaQuantile(probability, [a, b]), a, b), probability)).toBeLessThan(
          1e-9,
        );
        expect(relative(all.studentCdf(all.studentQuantile(probability, a), a), probability)).toBeLessThan(
          1e-9,
        );
        expect(relative(all.fCdf(all.fQuantile(probability, [a, b]), a, b), probability)).toBeLessThan(1e-9);
        const upper = all.chiSquaredQuantile(probability, a, { tail: 'upper' });
        expect(relative(all.chiSquaredSurvival(upper, a), probability)).toBeLessThan(1e-9);
        expect(relative(all.normalCdf(all.normalQuantile(probability)), probability)).toBeLessThan(1e-12);
      }),
      { numRuns: 60 },
    );
  });

  test('the two tails of every distribution add to one', () => {
    const x = fc.double({ min: -20, max: 40, noNaN: true });
    const shape = fc.double({ min: 0.05, max: 200, noNaN: true });
    fc.assert(
      fc.property(x, shape, shape, (value, a, b) => {
        expect(all.normalCdf(value) + all.normalSurvival(value)).toBeCloseTo(1, 14);
        expect(all.gammaCdf(value, a) + all.gammaSurvival(value, a)).toBeCloseTo(1, 14);
        expect(all.betaCdf(value / 40, a, b) + all.betaSurvival(value / 40, a, b)).toBeCloseTo(1, 14);
        expect(all.fCdf(value, a, b) + all.fSurvival(value, a, b)).toBeCloseTo(1, 14);
      }),
      { numRuns: 60 },
    );
  });

  test('counts: tails of the binomial and hypergeometric are sums of their probabilities', () => {
    const range = (n: number) => Array.from({ length: n + 1 }, (_, k) => k);
    const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
    expect(all.binomialCdf(3, 12, 0.3)).toBeCloseTo(
      sum(range(3).map((k) => all.binomialProbability(k, 12, 0.3))),
      14,
    );
    expect(all.binomialSurvival(3, 12, 0.3) + all.binomialCdf(3, 12, 0.3)).toBeCloseTo(1, 14);
    const urn = { marked: 10, unmarked: 15, drawn: 8 };
    expect(sum(range(8).map((k) => all.hypergeometricProbability(k, urn)))).toBeCloseTo(1, 14);
    // R: phyper(3, 10, 15, 8)
    expect(all.hypergeometricCdf(3, urn)).toBeCloseTo(0.6068649885583526, 13);
    expect(all.hypergeometricCdf(3, urn) + all.hypergeometricSurvival(3, urn)).toBeCloseTo(1, 14);
  });

  test('ends of the range give the ends of the support', () => {
    expect(all.normalQuantile(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(all.normalQuantile(0, { tail: 'upper' })).toBe(Number.POSITIVE_INFINITY);
    expect(all.chiSquaredQuantile(0, 3)).toBe(0);
    expect(all.betaQuantile(1, [2, 3])).toBe(1);
    expect(all.studentQuantile(0.5, 3)).toBe(0);
    expect(all.normalSurvival(Number.POSITIVE_INFINITY)).toBe(0);
  });

  test('arguments without a meaning are refused', () => {
    const wrong = [
      () => all.normalQuantile(1.5),
      () => all.chiSquaredSurvival(1, 0),
      () => all.normalCdf(Number.NaN),
      () => all.betaCdf(0.5, -1, 2),
      () => all.studentQuantile(0.5, Number.NaN),
      () => all.binomialCdf(1, 2.5, 0.5),
    ];
    for (const call of wrong) expect(call).toThrow(StatsError);
  });
});
