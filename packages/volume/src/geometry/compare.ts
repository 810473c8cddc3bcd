/**
 * Whether two grids are the same in the world, and if not, the name of the difference with figures in mm.
 *
 * Reads two grids, gives null or one named difference. Knows nothing of voxel values, so a mask that was painted
 * mirrored on the right grid is beyond it.
 */
import { VolumeError } from '../errors.ts';
import type { Geometry, Triple } from '../volume.ts';
import { axisDirections, indexToLps, spacingMm } from './geometry.ts';
import { closestAxes, orientationLetters } from './orientation.ts';

/** How two grids differ, in the order in which they are looked for. */
export type GridDifferenceKind = 'flip' | 'size' | 'spacing' | 'rotation' | 'shift';

/** One named difference between a reference grid and another. */
export interface GridDifference {
  readonly kind: GridDifferenceKind;
  /** One sentence with the figures, such as `The grid is shifted by 5.00, 0.00, 0.00 mm (L, P, S).` */
  readonly sentence: string;
  /** Largest distance between corresponding corner voxels, in mm. */
  readonly maximumMm: number;
  /** Shift of the grid's middle in LPS mm, other minus reference. */
  readonly shiftLpsMm: Triple;
  /** Largest angle between corresponding axes in degrees, after the axes were matched. */
  readonly angleDegrees: number;
  /** True when both grids hold the same voxel centres in another order: reordering is then lossless. */
  readonly sameVoxelsReordered: boolean;
}

/** How far corresponding voxels may lie apart before two grids count as different, in mm. */
export const GRID_TOLERANCE_MM = 0.01;

type Corner = [number, number, number];

function corners(geometry: Geometry): Corner[] {
  const [ni, nj, nk] = geometry.size;
  const result: Corner[] = [];
  for (const k of [0, nk - 1]) {
    for (const j of [0, nj - 1]) for (const i of [0, ni - 1]) result.push(indexToLps(geometry, [i, j, k]));
  }
  return result;
}

const distance = (a: Corner, b: Corner): number => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);

/** Mean of the corners: the middle of the grid. */
function middle(points: readonly Corner[]): Corner {
  const sum: Corner = [0, 0, 0];
  for (const p of points)
    for (let c = 0; c < 3; c++) sum[c as 0 | 1 | 2] += p[c as 0 | 1 | 2] / points.length;
  return sum;
}

/** Largest distance from a corner of one box to the nearest corner of the other: zero for a reordered grid. */
function boxDistance(a: readonly Corner[], b: readonly Corner[]): number {
  return Math.max(...a.map((p) => Math.min(...b.map((q) => distance(p, q)))));
}

const mm = (values: readonly number[]): string => values.map((v) => v.toFixed(2)).join(', ');

/** The other grid's size, spacing and axes, each listed in the reference grid's axis order. */
function matched(
  reference: Geometry,
  other: Geometry,
): { size: number[]; spacing: number[]; angle: number; extent: number[] } {
  const ours = closestAxes(reference);
  const theirs = closestAxes(other);
  const order = ours.world.map((world) => theirs.world.indexOf(world));
  const spacing = spacingMm(other);
  const ourAxes = axisDirections(reference);
  const theirAxes = axisDirections(other);
  let angle = 0;
  const extent: number[] = [];
  order.forEach((axis, at) => {
    const a = ourAxes[at]!;
    const b = theirAxes[axis]!;
    const cross = Math.hypot(a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]);
    const dot = Math.abs(a[0] * b[0] + a[1] * b[1] + a[2] * b[2]);
    angle = Math.max(angle, Math.atan2(cross, dot));
    extent.push((other.size[axis]! - 1) * spacing[axis]!);
  });
  return { size: order.map((a) => other.size[a]!), spacing: order.map((a) => spacing[a]!), angle, extent };
}

interface Verdict {
  readonly kind: GridDifferenceKind;
  readonly sentence: string;
}

function nameDifference(
  reference: Geometry,
  other: Geometry,
  { shift, toleranceMm }: { shift: Corner; toleranceMm: number },
): Verdict {
  const match = matched(reference, other);
  const [ours, theirs] = [orientationLetters(reference), orientationLetters(other)];
  const sizesFit = match.size.every((n, at) => n === reference.size[at]);
  if (!sizesFit) {
    return {
      kind: 'size',
      sentence: `The grid is ${other.size.join(' x ')} (${theirs}), the reference ${reference.size.join(' x ')} (${ours}).`,
    };
  }
  if (ours !== theirs) {
    return { kind: 'flip', sentence: `The axes run ${theirs}, those of the reference ${ours}.` };
  }
  const ourSpacing = spacingMm(reference);
  const stretched = match.spacing.some(
    (s, at) => Math.abs(s - ourSpacing[at]!) * Math.max(1, reference.size[at]! - 1) > toleranceMm,
  );
  if (stretched) {
    const list = (values: readonly number[]): string => values.map((v) => v.toFixed(4)).join(' x ');
    return {
      kind: 'spacing',
      sentence: `The spacing is ${list(match.spacing)} mm, that of the reference ${list(ourSpacing)} mm.`,
    };
  }
  const degrees = (match.angle * 180) / Math.PI;
  if (match.angle * Math.max(...match.extent) > toleranceMm) {
    return {
      kind: 'rotation',
      sentence: `The axes are turned by ${degrees.toFixed(3)} degrees against the reference.`,
    };
  }
  return {
    kind: 'shift',
    sentence: `The grid is shifted by ${mm(shift)} mm (L, P, S) against the reference.`,
  };
}

/**
 * The difference between a grid and a reference grid, or null when corresponding voxels lie within the tolerance.
 *
 * Differences are looked for in the order size, flip, spacing, rotation, shift; the first one found gives the name.
 * Grids that hold the same voxels in another axis order are a flip with `sameVoxelsReordered`.
 *
 * @param toleranceMm Largest accepted distance of corresponding voxel centres, in mm. Default 0.01.
 * @example compareGeometry(image.geometry, mask.geometry)?.kind; // 'shift'
 */
export function compareGeometry(
  reference: Geometry,
  other: Geometry,
  toleranceMm: number = GRID_TOLERANCE_MM,
): GridDifference | null {
  const a = corners(reference);
  const b = corners(other);
  const sameSize = reference.size.every((n, axis) => n === other.size[axis]);
  const maximumMm = Math.max(...a.map((p, at) => distance(p, b[at]!)));
  if (sameSize && maximumMm <= toleranceMm) return null;
  const [from, to] = [middle(a), middle(b)];
  const shift: Corner = [to[0] - from[0], to[1] - from[1], to[2] - from[2]];
  const verdict = nameDifference(reference, other, { shift, toleranceMm });
  const reordered =
    verdict.kind === 'flip' && boxDistance(a, b) <= toleranceMm && boxDistance(b, a) <= toleranceMm;
  const addition =
    verdict.kind !== 'flip' ? '' : reordered ? ' Both hold the same voxels.' : ' They hold different voxels.';
  return {
    kind: verdict.kind,
    sentence: verdict.sentence + addition,
    maximumMm,
    shiftLpsMm: shift,
    angleDegrees: (matched(reference, other).angle * 180) / Math.PI,
    sameVoxelsReordered: reordered,
  };
}

/**
 * Whether two grids hold the same voxels in the same order, within a tolerance.
 *
 * @param toleranceMm Largest accepted distance of corresponding voxel centres, in mm. Default 0.01.
 * @example sameGrid(t1.geometry, t2.geometry); // false
 */
export function sameGrid(a: Geometry, b: Geometry, toleranceMm: number = GRID_TOLERANCE_MM): boolean {
  return compareGeometry(a, b, toleranceMm) === null;
}

/**
 * Refuses when two volumes do not share a grid.
 *
 * @throws VolumeError `geometry/other-grid` with the named difference in `details.difference`.
 * @example requireSameGrid(t1.geometry, bodyMask.geometry);
 */
export function requireSameGrid(
  reference: Geometry,
  other: Geometry,
  toleranceMm: number = GRID_TOLERANCE_MM,
): void {
  const difference = compareGeometry(reference, other, toleranceMm);
  if (difference === null) return;
  throw new VolumeError(
    'geometry/other-grid',
    {
      found: `Found two volumes on different grids. ${difference.sentence}`,
      needed: `Voxels that lie within ${toleranceMm} mm of each other are needed.`,
      remedy: 'Resample one of them to the grid of the other.',
    },
    { difference },
  );
}
