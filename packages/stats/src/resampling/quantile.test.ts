import { describe, expect, test } from 'vitest';
import { quantile } from './quantile.ts';

describe('quantile', () => {
  test("is R's type 7", () => {
    expect([0, 0.1, 0.35, 0.5, 1].map((p) => quantile([4, 1, 3, 10, 7], p))).toEqual(
      [1, 1.8, 3.4, 4, 10].map((q) => expect.closeTo(q, 12)),
    );
    expect(quantile([1, Number.POSITIVE_INFINITY], 0)).toBe(1);
    expect(() => quantile([], 0.5)).toThrow(/no values/);
    expect(() => quantile([1], 95)).toThrow(/Divide/);
    expect(() => quantile([1, Number.NaN], 0.5)).toThrow(/not a number/);
  });
});
