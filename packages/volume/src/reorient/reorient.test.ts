import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeOf } from '../codes.fixture.ts';
import { compareGeometry } from '../geometry/compare.ts';
import { createGeometry, indexToLps } from '../geometry/geometry.ts';
import { orientationLetters } from '../geometry/orientation.ts';
import type { Triple, Volume } from '../volume.ts';
import { applyReorient, planReorient, reorient } from './reorient.ts';

const ORIENTATIONS = ['LR', 'PA', 'SI'].flatMap((a, ai, all) =>
  all.flatMap((b, bi) =>
    all.flatMap((c, ci) =>
      new Set([ai, bi, ci]).size < 3
        ? []
        : [a, b, c].reduce<string[]>(
            (heads, pair) => heads.flatMap((h) => [...pair].map((l) => h + l)),
            [''],
          ),
    ),
  ),
);
const angle = (12 * Math.PI) / 180;
const volume: Volume<Int16Array> = {
  geometry: createGeometry({
    size: [4, 3, 5],
    spacingMm: [0.9, 1.1, 4],
    originLpsMm: [7, -8, 9],
    directions: [
      [Math.cos(angle), Math.sin(angle), 0],
      [-Math.sin(angle), Math.cos(angle), 0],
      [0, 0, 1],
    ],
  }),
  data: Int16Array.from({ length: 60 }, (_, at) => at),
};
const letters = fc.constantFrom(...ORIENTATIONS);

describe('reordering the axes of a scan', () => {
  it('knows all 48 orientations', () => {
    expect(new Set(ORIENTATIONS).size).toBe(48);
    for (const to of ORIENTATIONS) expect(orientationLetters(reorient(volume, to).geometry)).toBe(to);
  });

  it('leaves every voxel value at its place in the world', () => {
    fc.assert(
      fc.property(letters, fc.tuple(fc.nat(3), fc.nat(2), fc.nat(4)), (to, [i, j, k]) => {
        const plan = planReorient(volume.geometry, to);
        const out = applyReorient(volume, plan);
        const index = [i, j, k];
        const there = plan.source.map((axis, at) =>
          plan.flipped[at] === 1 ? out.geometry.size[at]! - 1 - index[axis]! : index[axis]!,
        ) as unknown as Triple;
        const [ni, nj] = out.geometry.size;
        expect(out.data[there[0] + ni * (there[1] + nj * there[2])]).toBe(volume.data[i + 4 * (j + 3 * k)]);
        const [a, b] = [indexToLps(volume.geometry, [i, j, k]), indexToLps(out.geometry, there)];
        for (const axis of [0, 1, 2] as const) expect(b[axis]).toBeCloseTo(a[axis], 9);
      }),
    );
  });

  it('is a group: one after another is the same as the last at once, and there is a way back', () => {
    fc.assert(
      fc.property(letters, letters, (first, second) => {
        const twice = reorient(reorient(volume, first), second);
        const once = reorient(volume, second);
        expect(twice.data).toEqual(once.data);
        expect(compareGeometry(once.geometry, twice.geometry, 1e-9)).toBeNull();
        const back = reorient(twice, 'LPS');
        expect(back.data).toEqual(volume.data);
        expect(compareGeometry(volume.geometry, back.geometry, 1e-9)).toBeNull();
      }),
    );
  });

  it('is a flip or the same voxels in the comparison of grids', () => {
    expect(compareGeometry(volume.geometry, reorient(volume, 'RAS').geometry)).toMatchObject({
      kind: 'flip',
      sameVoxelsReordered: true,
    });
  });

  it('refuses letters that are no orientation, and a plan for another grid', () => {
    expect(codeOf(() => planReorient(volume.geometry, 'LPQ'))).toBe('reorient/letters');
    const plan = planReorient(volume.geometry, 'RAS');
    expect(codeOf(() => applyReorient(applyReorient(volume, plan), plan))).toBe('reorient/letters');
  });

  it('has a plan that is JSON', () => {
    const plan = planReorient(volume.geometry, 'SRA');
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
  });
});
