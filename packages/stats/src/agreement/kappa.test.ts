import { describe, expect, test } from 'vitest';
import { fleissKappa } from './fleiss-kappa.ts';
import { kappa } from './kappa.ts';

describe('kappa', () => {
  test('exchanging readers or naming categories otherwise changes nothing', () => {
    const first = [1, 2, 3, 1, 2, 3, 1, 1, 2, 3];
    const second = [1, 2, 3, 2, 2, 1, 1, 3, 2, 3];
    const one = kappa(first, second);
    const named = (values: number[]) => values.map((v) => 'abc'[v - 1]!);
    expect(kappa(second, first).quadratic.value).toBeCloseTo(one.quadratic.value, 12);
    expect(kappa(named(first), named(second)).linear.lower).toBeCloseTo(one.linear.lower, 12);
  });

  test('two categories make all weights the same', () => {
    const { unweighted, linear, quadratic } = kappa([0, 1, 1, 0, 1], [0, 1, 0, 0, 1]);
    expect([linear.value, quadratic.value]).toEqual([unweighted.value, unweighted.value]);
  });

  test('one category throughout is 0 / 0 and refused', () => {
    expect(() => kappa([1, 1], [1, 1])).toThrow(/one category/);
    expect(() =>
      fleissKappa([
        [1, 1, 1],
        [1, 1, 1],
      ]),
    ).toThrow(/one category/);
  });
});
