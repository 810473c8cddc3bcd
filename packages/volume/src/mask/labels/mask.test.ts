import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeOf } from '../../codes.fixture.ts';
import { VolumeError } from '../../errors.ts';
import type { GridDifference } from '../../geometry/compare.ts';
import { createGeometry, indexToLps } from '../../geometry/geometry.ts';
import type { Mask } from '../../volume.ts';
import { binaryMask, createMask, requireMaskOnGrid } from './mask.ts';
import { measureMask } from './measure.ts';

const geometry = createGeometry({ size: [10, 8, 6], spacingMm: [1, 2, 5], originLpsMm: [-5, 0, 100] });
const at = (i: number, j: number, k: number): number => i + 10 * (j + 8 * k);

function drawn(voxels: readonly (readonly [i: number, j: number, k: number, label: number])[]): Mask {
  const data = new Uint8Array(480);
  for (const [i, j, k, label] of voxels) data[at(i, j, k)] = label;
  return createMask({ geometry, data });
}

describe('a mask', () => {
  it('is measured in voxels and mm', () => {
    const mask = drawn([
      [2, 3, 1, 1],
      [3, 3, 2, 1],
      [4, 3, 2, 1],
      [3, 5, 4, 2],
    ]);
    const all = measureMask(mask);
    expect(all).toMatchObject({
      voxels: 4,
      volumeMm3: 40,
      boundsVoxel: { first: [2, 3, 1], last: [4, 5, 4] },
      boxMm: [3, 6, 20],
      centroidVoxel: [3, 3.5, 2.25],
      largestSlice: 2,
      largestSliceVoxels: 2,
    });
    expect(all.centroidLpsMm).toEqual(indexToLps(geometry, [3, 3.5, 2.25]));
    expect(measureMask(mask, { labels: [2] })).toMatchObject({ voxels: 1, largestSlice: 4 });
    expect(binaryMask(mask, { labels: [2] }).data.reduce((sum, v) => sum + v, 0)).toBe(1);
  });

  it('has as its largest slice, among equals, the one nearest to the centroid', () => {
    expect(
      measureMask(
        drawn([
          [1, 1, 0, 1],
          [1, 1, 3, 1],
          [2, 2, 4, 1],
          [2, 3, 4, 1],
          [1, 2, 3, 1],
          [5, 5, 5, 1],
          [5, 5, 0, 1],
        ]),
      ).largestSlice,
    ).toBe(3);
  });

  it('counts as many voxels as were drawn', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 480, maxLength: 480, max: 3 }), (data) => {
        const drawnVoxels = data.reduce((n, v) => n + (v > 0 ? 1 : 0), 0);
        fc.pre(drawnVoxels > 0);
        const measures = measureMask(createMask({ geometry, data }));
        expect(measures.voxels).toBe(drawnVoxels);
        expect(Math.max(...measures.voxelsOfSlice)).toBe(measures.largestSliceVoxels);
      }),
    );
  });

  it('is refused when it is empty, or empty for the asked label', () => {
    expect(codeOf(() => measureMask(drawn([])))).toBe('mask/empty');
    expect(codeOf(() => measureMask(drawn([[1, 1, 1, 1]]), { labels: [2] }))).toBe('mask/empty');
  });

  it('is refused when its values are no labels', () => {
    const floats = new Float32Array(480);
    floats[7] = 0.5;
    expect(codeOf(() => createMask({ geometry, data: floats }))).toBe('mask/not-labels');
    expect(codeOf(() => createMask({ geometry, data: floats.fill(Number.NaN) }))).toBe('mask/not-labels');
    expect(codeOf(() => createMask({ geometry, data: new Int16Array(480).fill(300) }))).toBe(
      'mask/not-labels',
    );
    expect(
      codeOf(() =>
        createMask({ geometry, data: new Uint8Array(480).fill(2) }, [{ value: 1, name: 'tumour' }]),
      ),
    ).toBe('mask/unknown-label');
    expect(createMask({ geometry, data: new Float32Array(480).fill(2) }).labels).toEqual([
      { value: 2, name: 'label 2' },
    ]);
  });

  it('is refused on another grid than the image, and the difference is named', () => {
    const mask = drawn([[1, 1, 1, 1]]);
    expect(codeOf(() => requireMaskOnGrid(mask, geometry))).toBe('none');
    const shifted = createGeometry({ size: [10, 8, 6], spacingMm: [1, 2, 5], originLpsMm: [-5, 7, 100] });
    try {
      requireMaskOnGrid(mask, shifted);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(VolumeError);
      const { code, details, message } = error as VolumeError;
      expect(code).toBe('mask/other-grid');
      const difference = details?.difference as GridDifference | undefined;
      expect(difference?.kind).toBe('shift');
      expect(message).toContain('7.00');
    }
  });
});
