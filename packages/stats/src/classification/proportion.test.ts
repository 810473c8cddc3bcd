import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { StatsError } from '../errors.ts';
import { type ProportionInterval, proportion } from './proportion.ts';

describe('proportion', () => {
  // R: prop.test(39, 41, correct = FALSE), prop.test(39, 41), binom.test(39, 41).
  test.each([
    ['wilson', 0.8386102112962915, 0.986519054634831],
    ['wilson-corrected', 0.8219180630256221, 0.9915056840716212],
    ['clopper-pearson', 0.8346666465821698, 0.9940368817589572],
    ['agresti-coull', 0.8298878422923308, 0.9952414236387919],
    ['wald', 0.885283966129098, 1.017155058261146],
  ] as const)('%s limits of 39 in 41 are those of R', (interval, lower, upper) => {
    const result = proportion(39, 41, { interval });
    expect(result.lower!).toBeCloseTo(lower, 13);
    expect(result.upper!).toBeCloseTo(upper, 13);
  });

  test('nothing in nothing is null with a reason', () => {
    const { value, lower, reason } = proportion(0, 0);
    expect([value, lower, reason]).toEqual([null, null, expect.stringContaining('0 of 0')]);
  });

  test('successes and failures are mirror images, and a wider level a wider interval', () => {
    const counts = fc
      .integer({ min: 1, max: 200 })
      .chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));
    const kinds: ProportionInterval[] = [
      'wilson',
      'wilson-corrected',
      'clopper-pearson',
      'agresti-coull',
      'wald',
    ];
    fc.assert(
      fc.property(counts, fc.constantFrom(...kinds), ([k, n], interval) => {
        const one = proportion(k, n, { interval });
        const other = proportion(n - k, n, { interval });
        expect(one.lower!).toBeCloseTo(1 - other.upper!, 12);
        const wide = proportion(k, n, { interval, level: 0.99 });
        if (interval === 'agresti-coull') return; // Its centre moves with the level.
        expect(wide.lower! <= one.lower! + 1e-12 && wide.upper! >= one.upper! - 1e-12).toBe(true);
      }),
    );
  });

  test.each([
    [3, 2],
    [-1, 2],
    [1.5, 2],
    [Number.NaN, 2],
  ])('refuses %d of %d', (k, n) => {
    expect(() => proportion(k, n)).toThrow(StatsError);
  });
});
