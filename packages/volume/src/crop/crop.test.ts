import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeOf } from '../codes.fixture.ts';
import { createGeometry, indexToLps, spacingMm } from '../geometry/geometry.ts';
import { createMask } from '../mask/labels/mask.ts';
import type { Mask, Triple, Volume } from '../volume.ts';
import { applyBoxCrop, peritumouralRing, planBoxCrop } from './box.ts';
import { applyCrop, type CropPlan, planCrop } from './crop-set.ts';

const geometry = createGeometry({ size: [40, 30, 12], spacingMm: [1, 2, 5], originLpsMm: [-20, 10, 3] });

function box(first: Triple, last: Triple, grid = geometry): Mask {
  const [ni, nj, nk] = grid.size;
  const data = new Uint8Array(ni * nj * nk);
  for (let k = first[2]; k <= last[2]; k++) {
    for (let j = first[1]; j <= last[1]; j++)
      for (let i = first[0]; i <= last[0]; i++) data[i + ni * (j + nj * k)] = 1;
  }
  return createMask({ geometry: grid, data });
}

/** A scan whose value is a linear function of the world position. */
function ramp(a: number, b: number, c: number): Volume<Float32Array> {
  const [ni, nj, nk] = geometry.size;
  const data = new Float32Array(ni * nj * nk);
  for (let k = 0, at = 0; k < nk; k++) {
    for (let j = 0; j < nj; j++) {
      for (let i = 0; i < ni; i++) {
        const [x, y, z] = indexToLps(geometry, [i, j, k]);
        data[at++] = a * x + b * y + c * z;
      }
    }
  }
  return { geometry, data };
}

const tumour = box([14, 10, 4], [23, 15, 7]);

describe('the 2.5D crop', () => {
  it('is a square in mm around the tumour plus the margin', () => {
    const plan = planCrop(tumour, { marginMm: 8, sizePx: 32 });
    expect(plan.sideMm).toBe(12 + 16);
    expect(plan.centreVoxel).toEqual([18.5, 12.5]);
    expect(plan.cutsTumour).toBe(false);
    expect(plan.outsideShare).toBe(0);
    const crop = applyCrop(ramp(1, 0, 0), plan);
    expect(crop.data.length).toBe(7 * 32 * 32);
    const centre = indexToLps(geometry, [18.5, 12.5, 0])[0];
    const step = 28 / 32;
    expect(crop.data[0]).toBeCloseTo(centre - 15.5 * step, 4);
    expect(crop.data[31]).toBeCloseTo(centre + 15.5 * step, 4);
  });

  it('keeps a linear field linear, whether it grows or shrinks', () => {
    const scan = ramp(2, -1, 0.5);
    fc.assert(
      fc.property(
        fc.integer({ min: 4, max: 60 }),
        fc.double({ min: 4, max: 18, noNaN: true }),
        (sizePx, sideMm) => {
          const plan = planCrop(tumour, { sizePx, sideMm, sliceOffsets: [0, 1] });
          const crop = applyCrop(scan, plan);
          const spacing = spacingMm(geometry);
          for (const [x, y, s] of [
            [0, 0, 0],
            [sizePx - 1, 2, 1],
            [1, sizePx - 1, 0],
          ] as const) {
            const at = (p: number, axis: 0 | 1): number =>
              plan.centreVoxel[axis] + ((p + 0.5 - sizePx / 2) * sideMm) / sizePx / spacing[axis];
            const [lx, ly, lz] = indexToLps(geometry, [at(x, 0), at(y, 1), plan.slices[s]!.slice]);
            expect(
              Math.abs(crop.data[x + sizePx * (y + sizePx * s)]! - (2 * lx - ly + 0.5 * lz)),
            ).toBeLessThan(1e-3);
          }
        },
      ),
    );
  });

  it('reads slices 0, 1, 2 and 4 to either side, and records the ones that end at the border', () => {
    const small = box([14, 10, 9], [23, 15, 10]);
    const plan = planCrop(small);
    expect(plan.slices).toEqual([
      { offset: -4, slice: 5, clamped: false },
      { offset: -2, slice: 7, clamped: false },
      { offset: -1, slice: 8, clamped: false },
      { offset: 0, slice: 9, clamped: false },
      { offset: 1, slice: 10, clamped: false },
      { offset: 2, slice: 11, clamped: false },
      { offset: 4, slice: 11, clamped: true },
    ]);
  });

  it('averages over a pixel that is larger than a voxel', () => {
    const checks = ramp(0, 0, 0);
    checks.data.forEach((_, at) => {
      checks.data[at] = at % 2;
    });
    const crop = applyCrop(checks, planCrop(tumour, { sizePx: 4, sideMm: 24, sliceOffsets: [0] }));
    for (const value of crop.data) expect(Math.abs(value - 0.5)).toBeLessThan(0.05);
  });

  it('shows the edge or a value outside the scan, and records the share', () => {
    const corner = box([0, 0, 4], [3, 3, 5]);
    const ones = ramp(0, 0, 0);
    ones.data.fill(1);
    const plan = planCrop(corner, { marginMm: 10, sizePx: 16, outside: 0 });
    expect(plan.outsideShare).toBeGreaterThan(0.5);
    const zero = applyCrop(ones, plan);
    expect(zero.data[0]).toBe(0);
    expect(zero.data[16 * 16 - 1]).toBeCloseTo(1, 6);
    const mean = zero.data.reduce((a, b) => a + b, 0) / zero.data.length;
    expect(mean).toBeCloseTo(1 - plan.outsideShare, 1);
    for (const value of applyCrop(ones, { ...plan, outside: 'edge' }).data) expect(value).toBeCloseTo(1, 5);
  });

  it('gives the tumour share of each pixel when it cuts the mask', () => {
    const plan = planCrop(tumour, { sizePx: 56, marginMm: 8, sliceOffsets: [0] });
    const share = applyCrop(tumour, plan).data;
    const area = share.reduce((a, b) => a + b, 0) * (plan.sideMm / 56) ** 2;
    expect(Math.abs(area - 10 * 12)).toBeLessThan(2);
  });

  it('is the same from a plan that went through JSON', () => {
    const plan = planCrop(tumour, { centre: 'centroid' });
    const again: CropPlan = JSON.parse(JSON.stringify(plan));
    expect(applyCrop(ramp(1, 2, 3), again)).toEqual(applyCrop(ramp(1, 2, 3), plan));
  });

  it('is refused on another grid, without a tumour, and for settings that cannot be', () => {
    const other: Volume = { geometry: createGeometry({ size: [40, 30, 12] }), data: new Float32Array(14400) };
    expect(codeOf(() => applyCrop(other, planCrop(tumour)))).toBe('crop/other-grid');
    expect(codeOf(() => planCrop(createMask({ geometry, data: new Uint8Array(14400) })))).toBe('mask/empty');
    expect(codeOf(() => planCrop(tumour, { sizePx: 0 }))).toBe('crop/option');
    expect(codeOf(() => planCrop(tumour, { sliceOffsets: [] }))).toBe('crop/option');
    expect(codeOf(() => planCrop(tumour, { marginMm: Number.NaN }))).toBe('crop/option');
  });
});

describe('the 3-D box', () => {
  it('keeps the value and the place of every voxel', () => {
    const scan = ramp(1, 10, 100);
    const plan = planBoxCrop(tumour, { marginMm: 4 });
    expect(plan).toMatchObject({ first: [10, 8, 3], last: [27, 17, 8], clipped: false });
    const cut = applyBoxCrop(scan, plan);
    expect(cut.geometry.size).toEqual([18, 10, 6]);
    const [x, y, z] = indexToLps(cut.geometry, [5, 6, 2]);
    expect(cut.data[5 + 18 * (6 + 10 * 2)]).toBeCloseTo(x + 10 * y + 100 * z, 2);
  });

  it('ends at the border and says so', () => {
    expect(planBoxCrop(tumour, { marginMm: 200 })).toMatchObject({
      first: [0, 0, 0],
      last: [39, 29, 11],
      clipped: true,
    });
  });
});

describe('the ring around a tumour', () => {
  it('holds what is near the tumour and not in it', () => {
    const ring = peritumouralRing(tumour, { outerMm: 2 });
    const has = (i: number, j: number, k: number): number => ring.data[i + 40 * (j + 30 * k)]!;
    expect([has(13, 12, 5), has(12, 12, 5), has(11, 12, 5)]).toEqual([1, 1, 0]);
    expect([has(18, 9, 5), has(18, 8, 5)]).toEqual([1, 0]);
    expect([has(18, 12, 5), has(18, 12, 3)]).toEqual([0, 0]);
    const outer = peritumouralRing(tumour, { innerMm: 2, outerMm: 5 });
    for (let at = 0; at < 14400; at++)
      expect(ring.data[at]! + outer.data[at]! + tumour.data[at]!).toBeLessThanOrEqual(1);
  });

  it('is refused when its end is not beyond its beginning', () => {
    expect(codeOf(() => peritumouralRing(tumour, { innerMm: 5, outerMm: 5 }))).toBe('crop/option');
  });
});
