import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { StatsError } from '../errors.ts';
import { describe as describeColumn, sampleQuantile } from './describe.ts';
import { shapiroWilkTest } from './shapiro-wilk.ts';
import { standardisedDifference } from './standardised-difference.ts';
import { tableOne } from './table-one.ts';

/** R's data set sleep: extra hours under two drugs. */
const DRUG1 = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2];

const DRUG2 = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];

const column = (min: number, max: number) =>
  fc.array(fc.integer({ min: -9, max: 9 }), { minLength: min, maxLength: max });

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
