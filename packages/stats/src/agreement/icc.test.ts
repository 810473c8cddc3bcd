import { describe, expect, test } from 'vitest';
import { icc } from './icc.ts';

/** Shrout and Fleiss 1979, table 2. */
const SHROUT = [
  [9, 2, 5, 8],
  [6, 1, 3, 2],
  [8, 4, 6, 8],
  [7, 1, 2, 6],
  [10, 5, 6, 9],
  [6, 2, 4, 7],
];

describe('icc', () => {
  test('agrees with the table of Shrout and Fleiss', () => {
    const { forms } = icc(SHROUT);
    expect(forms['1,1'].value).toBeCloseTo(0.17, 2);
    expect(forms['2,1'].value).toBeCloseTo(0.29, 2);
    expect(forms['3,1'].value).toBeCloseTo(0.71, 2);
    expect(forms['1,k'].value).toBeCloseTo(0.44, 2);
    expect(forms['2,k'].value).toBeCloseTo(0.62, 2);
    expect(forms['3,k'].value).toBeCloseTo(0.91, 2);
    expect([forms['2,1'].lower, forms['2,1'].upper]).toEqual([
      expect.closeTo(0.019, 3),
      expect.closeTo(0.761, 3),
    ]);
  });

  test('a reader who adds a constant lowers agreement but not consistency, and units do not matter', () => {
    const shifted = SHROUT.map((row) => row.map((x, j) => (j === 0 ? x + 5 : x)));
    expect(icc(shifted).forms['3,1'].value).toBeCloseTo(icc(SHROUT).forms['3,1'].value!, 12);
    expect(icc(shifted).forms['2,1'].value!).toBeLessThan(icc(SHROUT).forms['2,1'].value!);
    const scaled = SHROUT.map((row) => row.map((x) => 1000 * x));
    expect(icc(scaled).forms['2,1'].lower).toBeCloseTo(icc(SHROUT).forms['2,1'].lower!, 10);
  });

  test('a negative correlation is kept, and the same rating throughout is refused', () => {
    expect(
      icc([
        [1, 3],
        [3, 1],
        [1, 3.5],
      ]).forms['1,1'].value,
    ).toBeLessThan(0);
    expect(() =>
      icc([
        [2, 2],
        [2, 2],
      ]),
    ).toThrow(/same rating/);
    expect(() => icc([[2, 2], [2]])).toThrow(/1 ratings of patient 1/);
    expect(() => icc([[2, 3]])).toThrow(/at least two/);
  });
});
