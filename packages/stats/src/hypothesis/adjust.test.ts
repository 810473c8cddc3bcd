import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { StatsError } from '../errors.ts';
import { type Adjustment, adjustP } from './adjust.ts';

describe('adjustP', () => {
  const methods: Adjustment[] = ['holm', 'hochberg', 'hommel', 'bonferroni', 'bh', 'by'];

  test('adjusted values are at least the plain ones, at most 1, in the same order of size', () => {
    const values = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 15 });
    fc.assert(
      fc.property(values, fc.constantFrom(...methods), (p, method) => {
        const adjusted = adjustP(p, method);
        p.forEach((value, i) => {
          expect(adjusted[i]! >= value && adjusted[i]! <= 1).toBe(true);
          p.forEach((other, j) => {
            if (value < other) expect(adjusted[i]!).toBeLessThanOrEqual(adjusted[j]!);
          });
        });
      }),
    );
  });

  test('Hommel is at most Hochberg, which is at most Holm, which is at most Bonferroni', () => {
    const values = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(values, (p) => {
        const [holm, hochberg, hommel, bonferroni] = methods.map((method) => adjustP(p, method));
        p.forEach((_, i) => {
          expect(hommel![i]!).toBeLessThanOrEqual(hochberg![i]! + 1e-12);
          expect(hochberg![i]!).toBeLessThanOrEqual(holm![i]! + 1e-12);
          expect(holm![i]!).toBeLessThanOrEqual(bonferroni![i]! + 1e-12);
        });
      }),
    );
  });

  test('a P value above 1 or missing is refused', () => {
    expect(() => adjustP([0.1, 1.1])).toThrow(StatsError);
    expect(() => adjustP([Number.NaN])).toThrow(StatsError);
  });
});
