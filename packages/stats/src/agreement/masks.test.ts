import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { random } from '../resampling/random.ts';
import { squaredDistances } from './distance-transform.ts';
import { compareMasks } from './masks.ts';
import { decodeRuns, encodeRuns } from './run-lengths.ts';

/** Distance from every marked voxel of one surface to another by trying all pairs. */
function bruteSquared(marks: ArrayLike<number>, shape: number[], spacing: number[]): number[] {
  const place = (i: number) => [
    Math.floor(i / (shape[1]! * shape[2]!)),
    Math.floor(i / shape[2]!) % shape[1]!,
    i % shape[2]!,
  ];
  const marked = Array.from(marks).flatMap((m, i) => (m ? [place(i)] : []));
  return Array.from(marks, (_, i) => {
    const at = place(i);
    return Math.min(
      ...marked.map((m) => m.reduce((sum, v, axis) => sum + ((v - at[axis]!) * spacing[axis]!) ** 2, 0)),
    );
  });
}

describe('masks', () => {
  test('the distance transform is exact on any grid', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => {
        const draw = random(seed, 'grid');
        const shape: [number, number, number] = [
          1 + draw.integer(5),
          1 + draw.integer(6),
          1 + draw.integer(7),
        ];
        const spacingMm: [number, number, number] = [0.5 + draw.uniform(), 3 * draw.uniform() + 0.1, 1];
        const marks = Uint8Array.from({ length: shape[0] * shape[1] * shape[2] }, () =>
          draw.uniform() < 0.15 ? 1 : 0,
        );
        const expected = bruteSquared(marks, shape, spacingMm);
        squaredDistances(marks, { shape, spacingMm }).forEach((d, i) => {
          if (Number.isFinite(d) || Number.isFinite(expected[i]!)) expect(d).toBeCloseTo(expected[i]!, 9);
        });
      }),
      { numRuns: 60 },
    );
  });

  test('exchanging the masks changes directions only, and a mask agrees with itself', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => {
        const draw = random(seed, 'masks');
        const mask = () => Uint8Array.from({ length: 120 }, () => (draw.uniform() < 0.3 ? 1 : 0));
        const [a, b] = [mask(), mask()];
        const grid = { shape: [4, 5, 6], spacingMm: [3, 0.9, 0.9] };
        const one = compareMasks({ ...grid, a, b });
        const other = compareMasks({ ...grid, a: b, b: a });
        expect(other.dice).toBe(one.dice);
        expect(other.surface?.hausdorff).toBe(one.surface?.hausdorff);
        expect(other.surface?.hd95AToB).toBe(one.surface?.hd95BToA);
        const same = compareMasks({ ...grid, a, b: a });
        expect([same.dice, same.surface?.hausdorff]).toEqual([1, 0]);
      }),
      { numRuns: 40 },
    );
  });

  test('an image of one slice is not treated as touching its border everywhere', () => {
    const a = [0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 1, 1, 1, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0];
    expect(compareMasks({ shape: [5, 5], spacingMm: [1, 1], a, b: a }).surfaceVoxelsA).toBe(8);
  });

  test('empty masks have no distance and no overlap to speak of', () => {
    const grid = { shape: [3], spacingMm: [1] };
    const both = compareMasks({ ...grid, a: [0, 0, 0], b: [0, 0, 0] });
    expect([both.dice, both.surface, both.reason]).toEqual([null, null, 'Both masks are empty.']);
    const one = compareMasks({ ...grid, a: [0, 1, 0], b: [0, 0, 0] });
    expect([one.dice, one.surface, one.surfaceVoxelsA]).toEqual([0, null, 1]);
  });

  test('masks of different images and runs that do not add up are refused', () => {
    expect(() => compareMasks({ shape: [2], spacingMm: [1], a: [1, 0], b: [1] })).toThrow(/one image/);
    expect(() => decodeRuns([2, 1], 4)).toThrow(/add up/);
  });

  test('run lengths give back what they were made from', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1 })), (mask) => {
        expect([...decodeRuns(encodeRuns(mask), mask.length)]).toEqual(mask);
      }),
    );
  });
});
