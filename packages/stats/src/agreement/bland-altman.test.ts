import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { blandAltman } from './bland-altman.ts';

describe('blandAltman', () => {
  test('exchanging the measurements turns the sign of bias and limits', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 99 }), fc.integer({ min: 0, max: 99 })), {
          minLength: 3,
        }),
        (pairs) => {
          const [x, y] = [pairs.map((p) => p[0]), pairs.map((p) => p[1])];
          const [one, other] = [blandAltman(x, y), blandAltman(y, x)];
          expect(other.bias.value).toBeCloseTo(-one.bias.value!, 10);
          expect(other.lowerLimit.value).toBeCloseTo(-one.upperLimit.value!, 10);
          if (one.concordance !== null) expect(other.concordance).toBeCloseTo(one.concordance, 12);
        },
      ),
    );
  });

  test('a constant measurement has no correlation', () => {
    expect(blandAltman([1, 1, 1], [1, 2, 3]).pearson).toBeNull();
    expect(blandAltman([1, 1, 1], [1, 1, 1]).concordance).toBeNull();
  });
});
