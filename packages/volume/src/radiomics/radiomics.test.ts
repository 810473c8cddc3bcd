import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { codeOf, isAbsent, reference } from '../codes.fixture.ts';
import { createGeometry, createVolume } from '../geometry/geometry.ts';
import { createMask } from '../mask/labels/mask.ts';
import { parseNrrd } from '../nrrd/parse.ts';
import type { Mask, Triple } from '../volume.ts';
import { cubeTriangles } from './cube.ts';
import { symmetricEigenvalues } from './eigen.ts';
import { firstOrderFeatures } from './first-order.ts';
import { shapeFeatures } from './shape.ts';

function ball(radiusMm: number, spacingMm: Triple = [1, 1, 1]): Mask {
  const n = spacingMm.map((s) => 2 * Math.ceil(radiusMm / s) + 3);
  const size: Triple = [n[0]!, n[1]!, n[2]!];
  const data = new Uint8Array(size[0] * size[1] * size[2]);
  for (let at = 0; at < data.length; at++) {
    const place = [at % size[0], Math.floor(at / size[0]) % size[1], Math.floor(at / (size[0] * size[1]))];
    const away = place.map((v, axis) => (v - (size[axis]! - 1) / 2) * spacingMm[axis]!);
    data[at] = Math.hypot(...away) <= radiusMm ? 1 : 0;
  }
  return createMask({ geometry: createGeometry({ size, spacingMm }), data });
}

describe('first-order features', () => {
  const geometry = createGeometry({ size: [4, 1, 1], spacingMm: [2, 1, 1] });
  const mask = createMask({ geometry, data: Uint8Array.of(1, 1, 1, 0) });

  it('are those of the voxels inside', () => {
    const features = firstOrderFeatures(createVolume(geometry, Float32Array.of(10, 20, 60, 999)), mask);
    expect(features).toMatchObject({
      Minimum: 10,
      Maximum: 60,
      Median: 20,
      Mean: 30,
      Range: 50,
      Energy: 4100,
      TotalEnergy: 8200,
    });
    expect(features.Entropy).toBeCloseTo(-(2 / 3) * Math.log2(2 / 3) - (1 / 3) * Math.log2(1 / 3), 12);
  });

  it('have no skewness and no kurtosis when all intensities are equal', () => {
    const features = firstOrderFeatures(createVolume(geometry, new Float32Array(4).fill(7)), mask);
    expect(features).toMatchObject({ Skewness: null, Kurtosis: null, Variance: 0, Uniformity: 1 });
  });

  it('are refused for an empty mask, another grid and a bin width of 0', () => {
    const volume = createVolume(geometry, new Float32Array(4));
    const empty = createMask({ geometry, data: new Uint8Array(4) });
    const other = createMask(createVolume(createGeometry({ size: [4, 1, 1] }), new Uint8Array(4).fill(1)));
    expect(codeOf(() => firstOrderFeatures(volume, empty))).toBe('mask/empty');
    expect(codeOf(() => firstOrderFeatures(volume, other))).toBe('mask/other-grid');
    expect(codeOf(() => firstOrderFeatures(volume, mask, { binWidth: 0 }))).toBe('radiomics/option');
  });
});

describe('shape features', () => {
  it('of a ball are those of a ball', () => {
    const features = shapeFeatures(ball(12));
    expect(features.MeshVolume / ((4 / 3) * Math.PI * 12 ** 3)).toBeCloseTo(1, 1);
    expect(features.Maximum3DDiameter).toBeCloseTo(25, 0);
    expect(features.Elongation).toBeCloseTo(1, 6);
    expect(features.Flatness).toBeCloseTo(1, 6);
    expect(features.Sphericity).toBeGreaterThan(0.9);
    expect(features.MajorAxisLength).toBeCloseTo(4 * Math.sqrt(144 / 5), 0);
  });

  it('do not depend on the axes the region is drawn along', () => {
    const a = shapeFeatures(ball(9, [1, 2, 3]));
    const b = shapeFeatures(ball(9, [3, 1, 2]));
    expect(b.MajorAxisLength).toBeCloseTo(a.MajorAxisLength, 9);
    expect(b.Maximum3DDiameter).toBeCloseTo(a.Maximum3DDiameter, 9);
    expect(b.MeshVolume).toBeCloseTo(a.MeshVolume, 9);
  });

  it('of one voxel are those of the octahedron through the middles of its faces', () => {
    const one = shapeFeatures(ball(0.1));
    expect(one.MeshVolume).toBeCloseTo(1 / 6, 12);
    expect(one.SurfaceArea).toBeCloseTo(Math.sqrt(3), 12);
    expect(one).toMatchObject({ Elongation: null, Flatness: null, Maximum3DDiameter: 1 });
  });
});

describe('the surface table', () => {
  it('is empty for empty and full cubes and mirrored between the halves', () => {
    const table = cubeTriangles('closed');
    expect(table.length).toBe(256);
    expect([table[0], table[255]]).toEqual([[], []]);
    for (let bits = 0; bits < 128; bits++) expect(table[255 - bits]!.length).toBe(table[bits]!.length);
  });

  it('differs between the baseline and the closed surface by one triangle in two configurations', () => {
    const [closed, open] = [cubeTriangles('closed'), cubeTriangles('baseline')];
    const differing = closed.flatMap((row, bits) => (row.length === open[bits]!.length ? [] : [bits]));
    expect(differing).toEqual([62, 193]);
    expect(closed[62]!.length - open[62]!.length).toBe(1);
  });
});

describe('eigenvalues', () => {
  it('of a symmetric matrix are found, largest first', () => {
    const [a, b, c] = symmetricEigenvalues(Float64Array.of(2, 1, 0, 1, 2, 0, 0, 0, 5));
    expect([a, b, c].map((v) => Math.round(v * 1e9) / 1e9)).toEqual([5, 3, 1]);
  });
});

const FOLDER = 'data/pyradiomics';
describe.skipIf(isAbsent(FOLDER))("PyRadiomics' baseline (skipped where MRISCORE_SHARED has no data)", () => {
  const baseline = (file: string): [string, number][] =>
    readFileSync(reference(`${FOLDER}/baseline/${file}`), 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('original_'))
      .map((line) => [line.split(',')[0]!.split('_')[2]!, Number(line.split(',')[1])]);
  const maskOf = () => createMask(parseNrrd(readFileSync(reference(`${FOLDER}/brain1_label.nrrd`))));

  it('is ours for every first-order feature, to 1e-9', () => {
    const image = parseNrrd(readFileSync(reference(`${FOLDER}/brain1_image.nrrd`)));
    const ours = firstOrderFeatures(image, maskOf(), { voxelArrayShift: 2000 });
    const rows = baseline('baseline_firstorder.csv');
    expect(rows.length).toBe(18);
    for (const [name, value] of rows)
      expect(ours[name as keyof typeof ours]! / value, name).toBeCloseTo(1, 9);
  });

  it('is ours for every shape feature, to 1e-9', () => {
    const ours = shapeFeatures(maskOf());
    const rows = baseline('baseline_shape.csv');
    expect(rows.length).toBe(14);
    for (const [name, value] of rows)
      expect(Math.abs(ours[name as keyof typeof ours]! / value - 1), name).toBeLessThan(1e-9);
  });

  it('has a slightly smaller surface than the closed one', () => {
    const mask = maskOf();
    const [ours, closed] = [shapeFeatures(mask), shapeFeatures(mask, { surface: 'closed' })];
    expect(closed.SurfaceArea / ours.SurfaceArea - 1).toBeCloseTo(7.907e-4, 6);
    expect(closed.Maximum3DDiameter).toBe(ours.Maximum3DDiameter);
  });
});
