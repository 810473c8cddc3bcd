import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkCodes, compressCodes } from './strata.ts';

describe('codes of groups', () => {
  test('come out ascending and once each, with the place of every patient, however far they lie apart', () => {
    const codes = fc.array(fc.oneof(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -1e9, max: 1e9 })), {
      minLength: 1,
      maxLength: 40,
    });
    fc.assert(
      fc.property(codes, (given) => {
        const { codes: distinct, index } = compressCodes(given);
        expect(distinct).toEqual([...new Set(given)].sort((a, b) => a - b));
        expect(Array.from(index, (place) => distinct[place])).toEqual(given);
      }),
    );
  });

  test('are whole numbers, one a patient', () => {
    const code = (codes: readonly number[], n: number): unknown => {
      try {
        checkCodes(codes, n, 'stratum');
      } catch (error) {
        return (error as { code: string }).code;
      }
      return 'none';
    };
    expect(code([1, -2, 3], 3)).toBe('none');
    expect(code([1, 2], 3)).toBe('input/length');
    expect(code([1, 2, 3, 4], 3)).toBe('input/length');
    expect(code([1, 2, 2.5], 3)).toBe('survival/groups');
    expect(code([Number.NaN, 2, 3], 3)).toBe('survival/groups');
  });
});
