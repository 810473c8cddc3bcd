import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { StatsError } from '../errors.ts';
import { severalGroupsTest } from './several-groups.ts';
import { tTest } from './t-test.ts';
import { rankSumTest } from './wilcoxon.ts';

/** R's data set sleep: extra hours under two drugs. */
const DRUG1 = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2];

const DRUG2 = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];

const column = (min: number, max: number) =>
  fc.array(fc.integer({ min: -9, max: 9 }), { minLength: min, maxLength: max });

describe('several groups', () => {
  test('with two groups the analysis of variance is Student squared', () => {
    const { anova, welch } = severalGroupsTest(
      [...DRUG1, ...DRUG2],
      [...DRUG1.map(() => 'a'), ...DRUG2.map(() => 'b')],
    );
    const t = tTest(DRUG1, DRUG2);
    expect(anova.statistic!).toBeCloseTo(t.student.t ** 2, 10);
    expect(anova.p!).toBeCloseTo(t.student.p, 12);
    expect(welch.p!).toBeCloseTo(t.welch.p, 12);
  });

  test('with two groups Kruskal and Wallis is Wilcoxon without correction', () => {
    fc.assert(
      fc.property(column(2, 15), column(2, 15), (x, y) => {
        const { kruskalWallis } = severalGroupsTest([...x, ...y], [...x.map(() => 0), ...y.map(() => 1)]);
        const { pNormal } = rankSumTest(x, y);
        if (pNormal === null) expect(kruskalWallis.p).toBeNull();
        else expect(kruskalWallis.p!).toBeCloseTo(pNormal, 9);
      }),
    );
  });

  test('one group is refused', () => {
    expect(() => severalGroupsTest([1, 2], ['a', 'a'])).toThrow(StatsError);
  });
});
