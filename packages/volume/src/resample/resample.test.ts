import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeOf, isAbsent, reference } from '../codes.fixture.ts';
import { composeAffine } from '../geometry/affine.ts';
import { compareGeometry } from '../geometry/compare.ts';
import { createGeometry, indexToLps, spacingMm } from '../geometry/geometry.ts';
import { createMask } from '../mask/labels/mask.ts';
import { parseNifti } from '../nifti/parse.ts';
import { reorient } from '../reorient/reorient.ts';
import type { Geometry, Triple, Volume } from '../volume.ts';
import { gridWithSpacing } from './grid.ts';
import { type Interpolation, resample, resampleMask, resampling } from './resample.ts';

const geometry = createGeometry({ size: [9, 8, 7], spacingMm: [1, 1.5, 3], originLpsMm: [-3, 4, 5] });

/** A volume whose value is a function of the world position. */
function painted(grid: Geometry, value: (x: number, y: number, z: number) => number): Volume<Float32Array> {
  const [ni, nj, nk] = grid.size;
  const data = new Float32Array(ni * nj * nk);
  let at = 0;
  for (let k = 0; k < nk; k++)
    for (let j = 0; j < nj; j++)
      for (let i = 0; i < ni; i++) data[at++] = value(...indexToLps(grid, [i, j, k]));
  return { geometry: grid, data };
}

const methods = fc.constantFrom<Interpolation>('linear', 'nearest', 'b-spline');

describe('resampling', () => {
  it('to the same grid changes nothing', () => {
    fc.assert(
      fc.property(
        methods,
        fc.array(fc.float({ min: -1000, max: 1000, noNaN: true }), { minLength: 504, maxLength: 504 }),
        (method, values) => {
          const volume = { geometry, data: Float32Array.from(values) };
          const out = resample(volume, geometry, { method });
          for (let at = 0; at < 504; at++)
            expect(out.data[at]).toBeCloseTo(volume.data[at]!, method === 'b-spline' ? 1 : 5);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('to a reordered grid is the reordering', () => {
    const volume = painted(geometry, (x, y, z) => Math.sin(x) + y * z);
    for (const letters of ['RAS', 'SLP', 'AIR']) {
      const turned = reorient(volume, letters);
      for (const method of ['linear', 'nearest'] as const) {
        const out = resample(volume, turned.geometry, { method });
        for (let at = 0; at < 504; at++) expect(out.data[at]).toBeCloseTo(turned.data[at]!, 3);
      }
    }
  });

  it('keeps a linear field linear, at any oblique grid inside', () => {
    const field = (x: number, y: number, z: number): number => 2 * x - 3 * y + 0.5 * z + 7;
    const volume = painted(geometry, field);
    const a = 0.3;
    const oblique = createGeometry({
      size: [5, 5, 5],
      spacingMm: [0.5, 0.5, 0.7],
      originLpsMm: [0.5, 7, 10],
      directions: [
        [Math.cos(a), Math.sin(a), 0],
        [-Math.sin(a), Math.cos(a), 0],
        [0, 0, 1],
      ],
    });
    const out = resample(volume, oblique);
    expect(Array.from(out.data)).toEqual(
      Array.from(painted(oblique, field).data, (v) => expect.closeTo(v, 4) as number),
    );
  });

  it('gives the outside value outside and the border voxel in the half-voxel rim', () => {
    const volume = painted(createGeometry({ size: [3, 1, 1] }), (x) => x + 1);
    const target = createGeometry({ size: [6, 1, 1], originLpsMm: [-1.4, 0, 0] });
    expect(Array.from(resample(volume, target, { outside: -9 }).data)).toEqual([
      -9,
      1,
      expect.closeTo(1.6, 5),
      expect.closeTo(2.6, 5),
      -9,
      -9,
    ]);
    const rim = createGeometry({ size: [1, 1, 1], originLpsMm: [2.4, 0, 0] });
    expect(resample(volume, rim, { outside: -9 }).data[0]).toBe(3);
  });

  it('looks target points up through a world affine', () => {
    const volume = painted(geometry, (x) => x);
    const shift = Float64Array.of(1, 0, 0, 1, 0, 1, 0, 0, 0, 0, 1, 0);
    expect(resample(volume, geometry, { targetToInputLps: shift }).data[0]).toBeCloseTo(-2, 5);
    expect(Array.from(composeAffine(shift, shift))).toEqual([1, 0, 0, 2, 0, 1, 0, 0, 0, 0, 1, 0]);
  });

  it('has a plan that is JSON and gives the same result again', () => {
    const volume = painted(geometry, (x, y, z) => x * y + z);
    const transform = resampling((grid) => gridWithSpacing(grid, [2, 2, 0]), { method: 'b-spline' });
    const plan = transform.plan(volume, { uniform: () => 0, normal: () => 0, integer: () => 0 });
    expect(transform.apply(volume, JSON.parse(JSON.stringify(plan)))).toEqual(transform.apply(volume, plan));
  });
});

describe('a grid with another spacing', () => {
  it('covers the same field of view', () => {
    const fine = gridWithSpacing(geometry, [0.5, 0.75, 1.5]);
    expect(fine.size).toEqual([18, 16, 14]);
    const face = (g: Geometry): Triple => indexToLps(g, [-0.5, -0.5, -0.5]);
    face(fine).forEach((mm, axis) => {
      expect(mm).toBeCloseTo(face(geometry)[axis]!, 9);
    });
    expect(compareGeometry(geometry, gridWithSpacing(geometry, [0, 0, 0]))).toBeNull();
  });

  it('is refused for a spacing below 0', () => {
    expect(codeOf(() => gridWithSpacing(geometry, [-1, 1, 1]))).toBe('resample/option');
    expect(codeOf(() => gridWithSpacing(geometry, [Number.NaN, 1, 1]))).toBe('resample/option');
  });
});

describe('a mask on another grid', () => {
  const data = new Uint8Array(504);
  for (let k = 2; k < 5; k++)
    for (let j = 2; j < 6; j++) for (let i = 2; i < 7; i++) data[i + 9 * (j + 8 * k)] = i < 4 ? 1 : 2;
  const mask = createMask({ geometry, data });

  it('keeps its labels and gets no other', () => {
    for (const method of ['nearest', 'label-aware'] as const) {
      expect(resampleMask(mask, geometry, { method }).data).toEqual(data);
      const fine = resampleMask(mask, gridWithSpacing(geometry, [0.3, 0.4, 0.9]), { method });
      expect(new Set(fine.data)).toEqual(new Set([0, 1, 2]));
    }
  });

  it('keeps its volume within a few percent when the grid is refined', () => {
    const fine = resampleMask(mask, gridWithSpacing(geometry, [0.5, 0.5, 1]));
    const mm3 = fine.data.reduce((n, v) => n + (v > 0 ? 1 : 0), 0) * 0.25;
    expect(mm3 / (60 * 4.5)).toBeGreaterThan(0.93);
    expect(mm3 / (60 * 4.5)).toBeLessThan(1.07);
  });
});

const FOLDER = 'data/tcga_fg6692';
describe.skipIf(isAbsent(FOLDER))("ITK's answer (skipped where MRISCORE_SHARED has no data)", () => {
  const load = (path: string): Volume => parseNifti(readFileSync(reference(`${FOLDER}/${path}`)));

  it('is ours to 1e-3 of the range, away from the borders, for the three interpolations', () => {
    const t1c = load('t1c.nii.gz');
    const range = Float32Array.from(t1c.data).reduce((top, v) => Math.max(top, v), 0);
    const names: [string, Interpolation][] = [
      ['lin', 'linear'],
      ['nn', 'nearest'],
      ['bs', 'b-spline'],
    ];
    for (const [name, method] of names) {
      const theirs = load(`reference/t1c_iso2mm_${name}.nii.gz`);
      expect(
        compareGeometry(
          theirs.geometry,
          gridWithSpacing(t1c.geometry, [2, 2, 2], { keep: 'first-voxel' }),
          0.02,
        ),
      ).toBeNull();
      const ours = resample(t1c, theirs.geometry, { method });
      const [ni, nj, nk] = theirs.geometry.size;
      let worst = 0;
      let different = 0;
      for (let k = 3; k < nk - 3; k++)
        for (let j = 3; j < nj - 3; j++)
          for (let i = 3; i < ni - 3; i++) {
            const at = i + ni * (j + nj * k);
            const error = Math.abs(ours.data[at]! - theirs.data[at]!) / range;
            worst = Math.max(worst, error);
            if (error > 1e-3) different++;
          }
      console.info(
        `${method}: largest difference ${worst.toExponential(2)} of the range, above 1e-3: ${different} voxels`,
      );
      expect(different, method).toBe(0);
    }
    expect(spacingMm(t1c.geometry)[2]).toBeCloseTo(5.5, 3);
  });
});
