import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pairedTTest, tTest } from './t-test.ts';

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
