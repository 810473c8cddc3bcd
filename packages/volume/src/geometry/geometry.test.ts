import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VolumeError } from '../errors.ts';
import type { Geometry, Triple } from '../volume.ts';
import { applyAffine, composeAffine, invertAffine } from './affine.ts';
import { compareGeometry, requireSameGrid, sameGrid } from './compare.ts';
import {
  checkGeometry,
  createGeometry,
  createVolume,
  indexToLps,
  lpsToIndexMatrix,
  spacingMm,
  voxelVolumeMm3,
} from './geometry.ts';
import { axesFromLetters, orientationLetters, slicePlane } from './orientation.ts';

function turned(degrees: number): readonly [Triple, Triple, Triple] {
  const a = (degrees * Math.PI) / 180;
  return [
    [Math.cos(a), Math.sin(a), 0],
    [-Math.sin(a), Math.cos(a), 0],
    [0, 0, 1],
  ];
}

const grid = createGeometry({ size: [20, 30, 10], spacingMm: [0.9, 0.9, 5], originLpsMm: [-10, -20, 30] });

function code(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof VolumeError) return error.code;
    throw error;
  }
  return 'none';
}

const anyGrid = fc
  .record({
    size: fc.tuple(
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 40 }),
    ),
    spacing: fc.tuple(...[0, 1, 2].map(() => fc.double({ min: 0.2, max: 8, noNaN: true }))),
    degrees: fc.double({ min: -180, max: 180, noNaN: true }),
    origin: fc.tuple(...[0, 1, 2].map(() => fc.double({ min: -200, max: 200, noNaN: true }))),
  })
  .map((g) =>
    createGeometry({
      size: g.size,
      spacingMm: g.spacing as unknown as Triple,
      originLpsMm: g.origin as unknown as Triple,
      directions: turned(g.degrees),
    }),
  );

describe('a grid', () => {
  it('has the spacing, the voxel volume and the origin it was built with', () => {
    expect(spacingMm(grid)).toEqual([0.9, 0.9, 5]);
    expect(voxelVolumeMm3(grid)).toBeCloseTo(4.05, 12);
    expect(indexToLps(grid, [0, 0, 0])).toEqual([-10, -20, 30]);
  });

  it('maps an index to the world and back', () => {
    fc.assert(
      fc.property(anyGrid, fc.tuple(fc.nat(50), fc.nat(50), fc.nat(50)), (g, index) => {
        const back = applyAffine(lpsToIndexMatrix(g), indexToLps(g, index));
        for (const axis of [0, 1, 2] as const) expect(back[axis]).toBeCloseTo(index[axis], 6);
        const same = composeAffine(invertAffine(g.indexToLpsMm), g.indexToLpsMm);
        for (let at = 0; at < 12; at++) expect(same[at]).toBeCloseTo(at % 5 === 0 ? 1 : 0, 6);
      }),
    );
  });

  it('is refused when its size, its spacing or its axes cannot be', () => {
    expect(code(() => createGeometry({ size: [0, 1, 1] }))).toBe('geometry/size');
    expect(code(() => createGeometry({ size: [1.5, 1, 1] }))).toBe('geometry/size');
    expect(code(() => createGeometry({ size: [65535, 65535, 65535] }))).toBe('geometry/size');
    expect(code(() => createGeometry({ size: [2, 2, 2], spacingMm: [0, 1, 1] }))).toBe('geometry/affine');
    expect(code(() => createGeometry({ size: [2, 2, 2], spacingMm: [Number.NaN, 1, 1] }))).toBe(
      'geometry/affine',
    );
    expect(
      code(() =>
        checkGeometry({ size: [2, 2, 2], indexToLpsMm: Float64Array.of(1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0) }),
      ),
    ).toBe('geometry/affine');
    expect(code(() => createVolume(createGeometry({ size: [2, 2, 2] }), new Float32Array(7)))).toBe(
      'geometry/data-length',
    );
  });
});

describe('orientation letters', () => {
  it('name the side towards which each axis grows', () => {
    expect(orientationLetters(grid)).toBe('LPS');
    expect(slicePlane(grid)).toBe('axial');
    const ras = createGeometry({
      size: [2, 2, 2],
      directions: [
        [-1, 0, 0],
        [0, -1, 0],
        [0, 0, 1],
      ],
    });
    expect(orientationLetters(ras)).toBe('RAS');
    const sagittal = createGeometry({
      size: [2, 2, 2],
      directions: [
        [0, 1, 0],
        [0, 0, -1],
        [1, 0, 0],
      ],
    });
    expect(orientationLetters(sagittal)).toBe('PIL');
    expect(slicePlane(sagittal)).toBe('sagittal');
  });

  it('give each world axis once at any angle, also at 45 degrees', () => {
    fc.assert(
      fc.property(fc.integer({ min: -720, max: 720 }), (half) => {
        const letters = orientationLetters(createGeometry({ size: [2, 2, 2], directions: turned(half / 2) }));
        expect(axesFromLetters(letters)).toBeDefined();
      }),
    );
  });

  it('are refused when a side is named twice or is no side', () => {
    expect(axesFromLetters('LRS')).toBeUndefined();
    expect(axesFromLetters('LPX')).toBeUndefined();
    expect(axesFromLetters('LP')).toBeUndefined();
  });
});

describe('the comparison of two grids', () => {
  const kind = (other: Geometry): string | undefined => compareGeometry(grid, other)?.kind;

  it('finds no difference between a grid and itself', () => {
    fc.assert(
      fc.property(anyGrid, (g) =>
        sameGrid(g, { size: g.size, indexToLpsMm: Float64Array.from(g.indexToLpsMm) }),
      ),
    );
  });

  it('names a shift and gives it in mm', () => {
    const other = createGeometry({
      size: [20, 30, 10],
      spacingMm: [0.9, 0.9, 5],
      originLpsMm: [-5, -20, 30],
    });
    const difference = compareGeometry(grid, other);
    expect(difference?.kind).toBe('shift');
    expect(difference?.maximumMm).toBeCloseTo(5, 9);
    expect(difference?.shiftLpsMm[0]).toBeCloseTo(5, 9);
    expect(difference?.sentence).toContain('5.00, 0.00, 0.00 mm');
  });

  it('names another size, another spacing and a rotation', () => {
    expect(
      kind(createGeometry({ size: [20, 30, 11], spacingMm: [0.9, 0.9, 5], originLpsMm: [-10, -20, 30] })),
    ).toBe('size');
    expect(
      kind(createGeometry({ size: [20, 30, 10], spacingMm: [0.9, 0.9, 5.5], originLpsMm: [-10, -20, 30] })),
    ).toBe('spacing');
    const rotated = createGeometry({
      size: [20, 30, 10],
      spacingMm: [0.9, 0.9, 5],
      originLpsMm: [-10, -20, 30],
      directions: turned(3),
    });
    expect(kind(rotated)).toBe('rotation');
    expect(compareGeometry(grid, rotated)?.angleDegrees).toBeCloseTo(3, 6);
  });

  it('names a flip, and tells the same voxels in another order from other voxels', () => {
    const reordered = createGeometry({
      size: [20, 30, 10],
      spacingMm: [0.9, 0.9, 5],
      originLpsMm: [-10 + 19 * 0.9, -20, 30],
      directions: [
        [-1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ],
    });
    expect(compareGeometry(grid, reordered)).toMatchObject({ kind: 'flip', sameVoxelsReordered: true });
    const mirrored = createGeometry({
      size: [20, 30, 10],
      spacingMm: [0.9, 0.9, 5],
      originLpsMm: [-10, -20, 30],
      directions: [
        [-1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ],
    });
    expect(compareGeometry(grid, mirrored)).toMatchObject({ kind: 'flip', sameVoxelsReordered: false });
    const exchanged = createGeometry({
      size: [30, 20, 10],
      spacingMm: [0.9, 0.9, 5],
      originLpsMm: [-10, -20, 30],
      directions: [
        [0, 1, 0],
        [1, 0, 0],
        [0, 0, 1],
      ],
    });
    expect(compareGeometry(grid, exchanged)).toMatchObject({ kind: 'flip', sameVoxelsReordered: true });
  });

  it('accepts what single precision rounds away', () => {
    const rounded = Float64Array.from(grid.indexToLpsMm, Math.fround);
    expect(sameGrid(grid, { size: grid.size, indexToLpsMm: rounded })).toBe(true);
  });

  it('refuses volumes on different grids by the name of the difference', () => {
    expect(code(() => requireSameGrid(grid, createGeometry({ size: [20, 30, 10] })))).toBe(
      'geometry/other-grid',
    );
  });
});
