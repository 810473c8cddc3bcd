import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { random } from '../resampling/random.ts';
import { blandAltman } from './bland-altman.ts';
import { squaredDistances } from './distance-transform.ts';
import { icc } from './icc.ts';
import { fleissKappa, kappa } from './kappa.ts';
import { compareMasks } from './masks.ts';
import { decodeRuns, encodeRuns } from './run-lengths.ts';

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
