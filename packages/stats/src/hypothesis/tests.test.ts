import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { StatsError } from '../errors.ts';
import { type Adjustment, adjustP } from './adjust.ts';
import { chiSquareTest } from './chi-square.ts';
import { describe as describeColumn, sampleQuantile } from './describe.ts';
import { fisherTest } from './fisher.ts';
import { mcnemarTest } from './mcnemar.ts';
import { severalGroupsTest } from './several-groups.ts';
import { shapiroWilkTest } from './shapiro-wilk.ts';
import { standardisedDifference } from './standardised-difference.ts';
import { pairedTTest, tTest } from './t-test.ts';
import { tableOne } from './table-one.ts';
import { rankSumTest, signedRankTest } from './wilcoxon.ts';

/** R's data set sleep: extra hours under two drugs. */
const DRUG1 = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2];
const DRUG2 = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];

const column = (min: number, max: number) =>
  fc.array(fc.integer({ min: -9, max: 9 }), { minLength: min, maxLength: max });

describe('t tests', () => {
  test('Welch, Student and paired on the sleep data are those of R', () => {
    const { welch, student } = tTest(DRUG1, DRUG2);
    expect(welch.t).toBeCloseTo(-1.8608134674868526, 12);
    expect(welch.p).toBeCloseTo(0.0793941401873582, 12);
    expect(student.p).toBeCloseTo(0.07918671421593818, 12);
    const paired = pairedTTest(DRUG1, DRUG2);
    expect(paired.p).toBeCloseTo(0.00283289019738427, 14);
    expect(paired.difference.lower!).toBeCloseTo(-2.4598857632769824, 12);
  });

  test('moving both groups leaves t, exchanging them changes its sign', () => {
    fc.assert(
      fc.property(column(3, 20), column(3, 20), (x, y) => {
        if (new Set(x).size < 2) return;
        const a = tTest(x, y);
        expect(
          tTest(
            x.map((v) => v + 5),
            y.map((v) => v + 5),
          ).welch.t,
        ).toBeCloseTo(a.welch.t, 9);
        expect(tTest(y, x).welch.t).toBeCloseTo(-a.welch.t, 9);
      }),
    );
  });

  test('values that do not vary and a group of one are refused', () => {
    expect(() => tTest([1, 1, 1], [2, 2])).toThrow(/do not vary/);
    expect(() => tTest([1], [2, 3])).toThrow(/at least 2/);
  });
});

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

describe('tables of counts', () => {
  const cells = fc.array(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 2, maxLength: 2 }), {
    minLength: 2,
    maxLength: 4,
  });

  test('turning a table leaves its tests', () => {
    fc.assert(
      fc.property(cells, (table) => {
        if (table.flat().every((cell) => cell === 0)) return;
        const turned = [0, 1].map((j) => table.map((row) => row[j]!));
        const chi = chiSquareTest(table);
        const other = chiSquareTest(turned);
        if (chi.statistic !== null) expect(other.statistic!).toBeCloseTo(chi.statistic, 9);
        expect(fisherTest(turned).p).toBeCloseTo(fisherTest(table).p, 9);
      }),
    );
  });

  test('an exact table larger than 2 x 2 agrees with R', () => {
    // R: fisher.test(matrix(c(3, 1, 2, 4, 1, 5, 0, 2, 6), 3, byrow = TRUE))$p.value
    expect(
      fisherTest([
        [3, 1, 2],
        [4, 1, 5],
        [0, 2, 6],
      ]).p,
    ).toBeCloseTo(0.1994701354642108, 10);
    // Job satisfaction, R's example of fisher.test.
    const job = [
      [1, 2, 1, 0],
      [3, 3, 6, 1],
      [10, 10, 14, 9],
      [6, 7, 12, 11],
    ];
    expect(fisherTest(job).p).toBeCloseTo(0.7826849389656388, 9);
  });

  test('an added empty row changes nothing', () => {
    expect(
      fisherTest([
        [3, 1],
        [1, 3],
        [0, 0],
      ]).p,
    ).toBeCloseTo(
      fisherTest([
        [3, 1],
        [1, 3],
      ]).p,
      12,
    );
  });

  test('exchanging the columns inverts the odds ratio and its limits', () => {
    const { oddsRatio: a } = fisherTest([
      [22, 20],
      [50, 21],
    ]);
    const { oddsRatio: b } = fisherTest([
      [20, 22],
      [21, 50],
    ]);
    expect(a!.value!).toBeCloseTo(1 / b!.value!, 10);
    expect(a!.lower!).toBeCloseTo(1 / b!.upper!, 10);
  });

  test('an empty column gives null with a reason; cells that are no counts are refused', () => {
    expect(
      chiSquareTest([
        [0, 3],
        [0, 2],
      ]).reason,
    ).toMatch(/empty/);
    for (const table of [
      [[1, 2]],
      [[1, 2], [3]],
      [
        [1, -2],
        [3, 4],
      ],
      [
        [1.5, 2],
        [3, 4],
      ],
      [
        [0, 0],
        [0, 0],
      ],
    ]) {
      expect(() => chiSquareTest(table)).toThrow(StatsError);
      expect(() => fisherTest(table)).toThrow(StatsError);
    }
  });

  test('no discordant patient: exact P is 1 and the statistic null', () => {
    const result = mcnemarTest([1, 1, 0], [1, 1, 0]);
    expect([result.pExact, result.uncorrected.statistic]).toEqual([1, null]);
  });
});

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

describe('first table', () => {
  test('quantiles of three definitions are those of R', () => {
    const sorted = [1, 2, 3, 10];
    expect([
      sampleQuantile(sorted, 0.25, 7),
      sampleQuantile(sorted, 0.25, 6),
      sampleQuantile(sorted, 0.25, 2),
    ]).toEqual([1.75, 1.25, 1.5]);
  });

  test('Shapiro and Wilk on the sleep data, and on three values', () => {
    // R: shapiro.test(sleep$extra); shapiro.test(c(1, 2, 4))
    expect(shapiroWilkTest([...DRUG1, ...DRUG2]).p!).toBeCloseTo(0.3113754167232222, 8);
    expect(shapiroWilkTest([1, 2, 4]).p!).toBeCloseTo(0.6368868450289632, 8);
    expect(shapiroWilkTest([1, 1, 1]).reason).toMatch(/equal/);
    expect(describeColumn([5]).sd).toBeNull();
  });

  test('the standardised difference knows neither order nor scale, and 0 / 0 is null', () => {
    fc.assert(
      fc.property(column(2, 20), column(2, 20), (x, y) => {
        const groups = [...x.map(() => 'a'), ...y.map(() => 'b')];
        const one = standardisedDifference([...x, ...y], groups, 'continuous').value;
        const scaled = standardisedDifference(
          [...x, ...y].map((v) => 3 * v + 1),
          groups,
          'continuous',
        ).value;
        if (one === null || !Number.isFinite(one)) expect(scaled).toBe(one);
        else expect(scaled!).toBeCloseTo(one, 9);
        const named = standardisedDifference(
          [...x, ...y],
          groups.map((g) => (g === 'a' ? 'z' : 'b')),
          'continuous',
        );
        if (one !== null && Number.isFinite(one)) expect(named.value!).toBeCloseTo(one, 9);
      }),
    );
    expect(standardisedDifference([1, 1, 1, 1], [0, 0, 1, 1], 'continuous').reason).toMatch(/0 \/ 0/);
  });

  test('a binary variable is a categorical one with two categories', () => {
    const values = [1, 0, 0, 1, 1, 1];
    const groups = [0, 0, 0, 1, 1, 1];
    const binary = standardisedDifference(values, groups, 'binary').value;
    expect(binary).toBe(standardisedDifference(values, groups, 'categorical').value);
    expect(() => standardisedDifference([0, 1, 2], [0, 0, 1], 'binary')).toThrow(StatsError);
    expect(() => standardisedDifference([0, 1, 2], [0, 1, 2], 'continuous')).toThrow(StatsError);
  });

  test('a table counts missing values and names the test of each row', () => {
    const rows = tableOne(
      [
        { name: 'age', kind: 'normal', values: [51, 60, null, 42, 70, 66] },
        { name: 'volume', kind: 'skewed', values: [1.2, 3.4, 9.9, 2.1, 7.7, 5.5] },
        { name: 'sex', kind: 'categorical', values: ['f', 'm', 'm', 'f', 'm', null] },
      ],
      ['train', 'train', 'train', 'test', 'test', 'test'],
    );
    expect(rows.map((row) => row.test)).toEqual(['Welch t', 'Wilcoxon rank sum, exact', 'Fisher exact']);
    expect(rows[0]!.groups.map((group) => [group.group, group.n, group.missing])).toEqual([
      ['test', 3, 0],
      ['train', 2, 1],
    ]);
    expect(rows[2]!.categories).toEqual(['f', 'm']);
    expect(rows[2]!.groups[0]!.counts).toEqual([1, 1]);
  });
});
