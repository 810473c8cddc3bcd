import { describe, expect, test } from 'vitest';
import { nadeauBengio } from './nadeau-bengio.ts';

describe('nadeauBengio', () => {
  test('is wider than a naive t interval by the overlap of the training sets', () => {
    const values = [0.78, 0.82, 0.75, 0.8, 0.79];
    const { value, standardError } = nadeauBengio(values, { test: 20, train: 80 });
    const naive = Math.sqrt(values.reduce((sum, v) => sum + (v - value!) ** 2, 0) / 4 / 5);
    expect(standardError! / naive).toBeCloseTo(Math.sqrt(1 + 5 / 4), 10);
  });

  test('figures that are all the same have no interval but a reason', () => {
    expect(nadeauBengio([0.8, 0.8], { test: 1, train: 4 })).toMatchObject({
      value: 0.8,
      lower: null,
      p: null,
    });
    expect(() => nadeauBengio([0.8], { test: 1, train: 4 })).toThrow(/at least two/);
  });
});
