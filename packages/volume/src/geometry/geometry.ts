/**
 * Where the voxels of a scan lie: building and checking a grid, its spacing, orientation and box in millimetres.
 *
 * Reads and gives Geometry (LPS millimetres). Knows nothing of files or of voxel values.
 */
import { VolumeError } from '../errors.ts';
import type { Geometry, Triple, Volume, VoxelArray } from '../volume.ts';
import { affineColumn, applyAffine, determinant, invertAffine } from './affine.ts';

/** Most voxels a grid may have: what fits 2 GiB at one byte each. */
export const MAXIMUM_VOXELS = 2 ** 31;
/** Smallest and largest spacing that is believed, in mm. */
const SPACING_RANGE_MM = [1e-4, 1e4] as const;
/** Smallest believed volume of the unit cell relative to its edges; below it two axes are parallel. */
const SMALLEST_SINE = 1e-3;

/** How a grid is described to a person. */
export interface GridDescription {
  /** Voxels along i, j, k. */
  readonly size: Triple;
  /** Distance between neighbouring voxel centres along i, j, k, in mm. Default 1, 1, 1. */
  readonly spacingMm?: Triple;
  /** LPS position of voxel (0, 0, 0), in mm. Default 0, 0, 0. */
  readonly originLpsMm?: Triple;
  /** Unit vectors of the i, j and k axes in LPS, one a row. Default the identity (LPS axial). */
  readonly directions?: readonly [i: Triple, j: Triple, k: Triple];
}

function refuseSize(size: readonly number[]): never {
  throw new VolumeError(
    'geometry/size',
    {
      found: `Found a grid of ${size.join(' x ')} voxels.`,
      needed: `Three whole numbers >= 1 whose product is at most ${MAXIMUM_VOXELS} are needed.`,
      remedy: 'Check the header of the file, or crop the scan.',
    },
    { size: [...size] },
  );
}

function refuseAffine(why: string, m: Float64Array): never {
  throw new VolumeError(
    'geometry/affine',
    {
      found: `Found a place in space that cannot be: ${why}.`,
      needed: `Finite numbers, a spacing of ${SPACING_RANGE_MM.join(' to ')} mm and three independent axes are needed.`,
      remedy: 'Convert the scan again from its source.',
    },
    { indexToLpsMm: Array.from(m) },
  );
}

/**
 * Number of voxels, or an error when the size is no size.
 *
 * @throws VolumeError `geometry/size` when a number is not a whole number >= 1 or the product is above 2^31.
 */
export function countVoxels(size: readonly number[]): number {
  let product = 1;
  for (const n of size) {
    if (!Number.isSafeInteger(n) || n < 1) refuseSize(size);
    product *= n;
    if (product > MAXIMUM_VOXELS) refuseSize(size);
  }
  if (size.length !== 3) refuseSize(size);
  return product;
}

/**
 * The grid itself when it is one, else an error: whole size, finite affine, believable spacing, independent axes.
 *
 * @throws VolumeError `geometry/size`, `geometry/affine`.
 * @example checkGeometry({ size: [2, 2, 2], indexToLpsMm: Float64Array.of(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0) });
 */
export function checkGeometry(geometry: Geometry): Geometry {
  countVoxels(geometry.size);
  const m = geometry.indexToLpsMm;
  if (m.length !== 12) refuseAffine(`${m.length} numbers instead of 12`, m);
  for (const value of m) if (!Number.isFinite(value)) refuseAffine(`a matrix element is ${value}`, m);
  const spacing = spacingMm(geometry);
  for (const s of spacing) {
    if (!(s >= SPACING_RANGE_MM[0] && s <= SPACING_RANGE_MM[1]))
      refuseAffine(`the spacing is ${spacing.join(' x ')} mm`, m);
  }
  const sine = Math.abs(determinant(m)) / (spacing[0] * spacing[1] * spacing[2]);
  if (sine < SMALLEST_SINE) refuseAffine('two axes point the same way', m);
  return geometry;
}

/**
 * A grid from size, spacing, origin and directions.
 *
 * @throws VolumeError `geometry/size`, `geometry/affine`.
 * @example createGeometry({ size: [64, 64, 16], spacingMm: [1, 1, 4], originLpsMm: [-32, -32, 0] });
 */
export function createGeometry(grid: GridDescription): Geometry {
  const spacing = grid.spacingMm ?? [1, 1, 1];
  const origin = grid.originLpsMm ?? [0, 0, 0];
  const axes = grid.directions ?? [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ];
  const m = new Float64Array(12);
  for (let row = 0; row < 3; row++) {
    for (let column = 0; column < 3; column++) m[row * 4 + column] = axes[column]![row]! * spacing[column]!;
    m[row * 4 + 3] = origin[row]!;
  }
  return checkGeometry({ size: [...grid.size], indexToLpsMm: m });
}

/**
 * A volume whose data has as many voxels as its grid.
 *
 * @throws VolumeError `geometry/data-length`, `geometry/size`, `geometry/affine`.
 * @example createVolume(createGeometry({ size: [2, 2, 1] }), Float32Array.of(1, 2, 3, 4));
 */
export function createVolume<T extends VoxelArray>(geometry: Geometry, data: T): Volume<T> {
  checkGeometry(geometry);
  const voxels = countVoxels(geometry.size);
  if (data.length !== voxels) {
    throw new VolumeError(
      'geometry/data-length',
      {
        found: `Found ${data.length} values for a grid of ${geometry.size.join(' x ')}.`,
        needed: `${voxels} values are needed.`,
        remedy: 'Give one value for each voxel.',
      },
      { values: data.length, voxels },
    );
  }
  return { geometry, data };
}

/** Distance between neighbouring voxel centres along i, j, k, in mm. */
export function spacingMm(geometry: Geometry): [i: number, j: number, k: number] {
  const m = geometry.indexToLpsMm;
  return [Math.hypot(m[0]!, m[4]!, m[8]!), Math.hypot(m[1]!, m[5]!, m[9]!), Math.hypot(m[2]!, m[6]!, m[10]!)];
}

/** Volume of one voxel in mm3, exact for oblique and sheared grids too. */
export function voxelVolumeMm3(geometry: Geometry): number {
  return Math.abs(determinant(geometry.indexToLpsMm));
}

/** Unit vectors (LPS) of the i, j and k axes. */
export function axisDirections(geometry: Geometry): [i: Triple, j: Triple, k: Triple] {
  const spacing = spacingMm(geometry);
  const axis = (c: 0 | 1 | 2): Triple => {
    const [x, y, z] = affineColumn(geometry.indexToLpsMm, c);
    return [x / spacing[c], y / spacing[c], z / spacing[c]];
  };
  return [axis(0), axis(1), axis(2)];
}

/** LPS position in mm of a voxel index, which may be fractional. */
export function indexToLps(geometry: Geometry, indexVoxel: Triple): [number, number, number] {
  return applyAffine(geometry.indexToLpsMm, [...indexVoxel]);
}

/**
 * The matrix from LPS millimetres to voxel index, 3x4 row-major.
 *
 * @example applyAffine(lpsToIndexMatrix(geometry), indexToLps(geometry, [3, 4, 5])); // [3, 4, 5]
 */
export function lpsToIndexMatrix(geometry: Geometry): Float64Array {
  return invertAffine(geometry.indexToLpsMm);
}

/** LPS position in mm of the middle of the grid. */
export function centreLps(geometry: Geometry): [number, number, number] {
  const [ni, nj, nk] = geometry.size;
  return indexToLps(geometry, [(ni - 1) / 2, (nj - 1) / 2, (nk - 1) / 2]);
}
