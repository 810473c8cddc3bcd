import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cheapestEdges } from './nodes/winograd/choose.ts';
import { pixelRows, resultRows, sourceRows, tileCount, tileReaders } from './nodes/winograd/tiles.ts';
import { kroneckerSquare, transforms } from './nodes/winograd/transforms.ts';

const tilings = fc.record({
  batch: fc.integer({ min: 1, max: 3 }),
  height: fc.integer({ min: 1, max: 11 }),
  width: fc.integer({ min: 1, max: 11 }),
  edge: fc.constantFrom(2 as const, 4 as const),
});

describe('tiles of an image', () => {
  it('give every pixel once, and their own rows find it again', () => {
    fc.assert(
      fc.property(tilings, (tiling) => {
        const given = resultRows(tiling);
        expect(new Set(given).size).toBe(given.length);
        const pixels = pixelRows(tiling);
        expect([...given].map((row) => pixels[row])).toEqual([...given.keys()]);
      }),
    );
  });

  it('are read by a pixel exactly as often as they read it', () => {
    fc.assert(
      fc.property(tilings, (tiling) => {
        const [tiles, reads] = [tileCount(tiling), sourceRows(tiling)];
        const pairs = tileReaders(tiling).flatMap((list) =>
          [...list.entries()].filter(([, row]) => row % tiles !== tiles - 1),
        );
        for (const [pixel, row] of pairs) expect(reads[row]).toBe(pixel);
        expect(new Set(pairs.map(([, row]) => row)).size).toBe(pairs.length);
        const pixels = tiling.batch * tiling.height * tiling.width;
        expect(reads.filter((row) => row < pixels).length).toBe(pairs.length);
        expect(Math.max(...reads)).toBe(pixels);
      }),
    );
  });
});

it('a short convolution by transforms is the convolution', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(2 as const, 4 as const),
      fc.array(fc.integer({ min: -8, max: 8 }), { minLength: 9, maxLength: 9 }),
      fc.array(fc.integer({ min: -8, max: 8 }), { minLength: 36, maxLength: 36 }),
      (edge, taps, values) => {
        const reach = edge + 2;
        const apply = (matrix: { dims: [number, number]; data: Float32Array }, vector: readonly number[]) =>
          Array.from({ length: matrix.dims[0] }, (_, row) =>
            vector.reduce(
              (sum, value, column) => sum + matrix.data[row * matrix.dims[1] + column]! * value,
              0,
            ),
          );
        const { pixels, taps: ofTaps, results } = transforms(edge);
        const tile = values.slice(0, reach * reach);
        const products = apply(kroneckerSquare(pixels, false), tile).map(
          (value, at) => value * apply(kroneckerSquare(ofTaps, false), taps)[at]!,
        );
        apply(kroneckerSquare(results, false), products).forEach((found, at) => {
          const [y, x] = [Math.floor(at / edge), at % edge];
          const direct = taps.reduce(
            (sum, tap, t) => sum + tap * tile[(y + Math.floor(t / 3)) * reach + x + (t % 3)]!,
            0,
          );
          expect(found).toBeCloseTo(direct, 2);
        });
      },
    ),
  );
});

describe('the choice of a form', () => {
  const stage = (height: number, channels: number, batch = 8) => ({
    batch,
    height,
    width: height,
    channels,
    filters: channels,
  });

  const upTo = (forward: 2 | 4, backward: 2 | 4 = forward) => ({ forward, backward });

  it('takes the largest tiles allowed for large images and the direct form for a few pixels', () => {
    expect(cheapestEdges(stage(56, 64), upTo(4))).toEqual(upTo(4));
    expect(cheapestEdges(stage(56, 64), upTo(2))).toEqual(upTo(2));
    expect(cheapestEdges(stage(56, 64), upTo(2, 4))).toEqual(upTo(2, 4));
    expect(cheapestEdges(stage(2, 512), upTo(4))).toBeUndefined();
  });

  it('takes small tiles where large ones would mostly stick out', () => {
    expect(cheapestEdges(stage(4, 512), upTo(4))).toEqual(upTo(2));
  });
});
