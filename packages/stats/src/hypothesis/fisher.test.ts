import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { StatsError } from '../errors.ts';
import { chiSquareTest } from './chi-square.ts';
import { fisherTest } from './fisher.ts';
import { mcnemarTest } from './mcnemar.ts';

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
