import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { signedRankTest } from './signed-rank.ts';
import { rankSumTest } from './wilcoxon.ts';

const column = (min: number, max: number) =>
  fc.array(fc.integer({ min: -9, max: 9 }), { minLength: min, maxLength: max });

describe('Wilcoxon', () => {
  test('exact P of a small sample without ties is that of R', () => {
    const result = rankSumTest([1.1, 2.3, 3.7, 9.2, 4.4], [0.4, 1.9, 2.2, 3.1, 3.3, 5.5]);
    expect([result.statistic, result.method]).toEqual([20, 'exact']);
    expect(result.p!).toBeCloseTo(0.42857142857142855, 14);
  });

  test('exact signed-rank P is that of R', () => {
    // R: wilcox.test(c(1.1, 2.3, -0.4, 3.2, 5.1), exact = TRUE)$p.value
    const result = signedRankTest([1.1, 2.3, -0.4, 3.2, 5.1], [0, 0, 0, 0, 0]);
    expect([result.statistic, result.p]).toEqual([14, 0.125]);
  });

  test('the two groups share all pairs, and a rising transformation changes nothing', () => {
    fc.assert(
      fc.property(column(1, 15), column(1, 15), (x, y) => {
        const one = rankSumTest(x, y);
        const other = rankSumTest(y, x);
        expect(one.statistic + other.statistic).toBe(x.length * y.length);
        const cubed = rankSumTest(
          x.map((v) => v ** 3),
          y.map((v) => v ** 3),
        );
        expect(cubed).toEqual(one);
        if (one.pPermutation !== null) expect(one.pPermutation).toBeCloseTo(other.pPermutation!, 12);
      }),
    );
  });

  test('all values equal: the normal P is null with a reason', () => {
    const result = rankSumTest([2, 2, 2], [2, 2]);
    expect([result.pCorrected, result.pPermutation]).toEqual([null, 1]);
    expect(result.reason).toMatch(/0 \/ 0/);
    expect(signedRankTest([1, 1], [1, 1]).p).toBeNull();
  });
});
