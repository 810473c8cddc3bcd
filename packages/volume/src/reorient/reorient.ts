/**
 * The same voxels in another axis order and direction, without interpolation.
 *
 * Turns any scan into, say, LPS (axial slices, i to the left, j to the back, k to the head) and back. The world
 * position of every voxel stays. Oblique scans stay oblique: each axis goes to the nearest of the wanted ones.
 */
import { VolumeError } from '../errors.ts';
import { composeAffine } from '../geometry/affine.ts';
import { axesFromLetters, closestAxes, orientationLetters } from '../geometry/orientation.ts';
import type { Geometry, Mask, Transform, Triple, Volume, VoxelArray } from '../volume.ts';

/** How a reordering was decided; plain JSON. */
export interface ReorientPlan {
  readonly kind: 'reorient';
  readonly from: string;
  readonly to: string;
  /** Input size the plan was made for. */
  readonly size: Triple;
  /** Output axis a is input axis `source[a]`. */
  readonly source: Triple;
  /** 1 where output axis a runs against its input axis, else 0. */
  readonly flipped: Triple;
}

/**
 * Decides how to bring a grid into an orientation.
 *
 * @param letters Three letters of L/R, P/A, S/I: towards which side i, j and k shall grow, such as `LPS` or `RAS`.
 * @throws VolumeError `reorient/letters`.
 * @example planReorient(scan.geometry, 'LPS');
 */
export function planReorient(geometry: Geometry, letters: string): ReorientPlan {
  const wanted = axesFromLetters(letters);
  if (wanted === undefined) {
    throw new VolumeError('reorient/letters', {
      found: `Found the orientation ${letters}.`,
      needed: 'One letter each of L or R, P or A, S or I is needed.',
      remedy: 'Write, for example, LPS.',
    });
  }
  const have = closestAxes(geometry);
  const source = wanted.world.map((world) => have.world.indexOf(world));
  const flipped = source.map((axis, at) => (have.sign[axis] === wanted.sign[at] ? 0 : 1));
  return {
    kind: 'reorient',
    from: orientationLetters(geometry),
    to: letters,
    size: geometry.size,
    source: [source[0]!, source[1]!, source[2]!],
    flipped: [flipped[0]!, flipped[1]!, flipped[2]!],
  };
}

/** The grid after a reordering. */
export function reorientGeometry(geometry: Geometry, plan: ReorientPlan): Geometry {
  const size: Triple = [0, 1, 2].map((axis) => geometry.size[plan.source[axis]!]!) as unknown as Triple;
  const toInput = new Float64Array(12);
  for (let axis = 0; axis < 3; axis++) {
    const row = plan.source[axis]! * 4;
    toInput[row + axis] = plan.flipped[axis] === 1 ? -1 : 1;
    if (plan.flipped[axis] === 1) toInput[row + 3] = size[axis]! - 1;
  }
  return { size, indexToLpsMm: composeAffine(geometry.indexToLpsMm, toInput) };
}

function sameType<T extends VoxelArray>(like: T, length: number): T {
  const Kind = like.constructor as new (length: number) => T;
  return new Kind(length);
}

function reorientData<T extends VoxelArray>(data: T, size: Triple, plan: ReorientPlan): T {
  const strides = [1, size[0], size[0] * size[1]];
  const out = sameType(data, data.length);
  const n = plan.source.map((axis) => size[axis]!);
  const step = plan.source.map((axis, at) => strides[axis]! * (plan.flipped[at] === 1 ? -1 : 1));
  const start = plan.source.reduce(
    (sum, axis, at) => sum + (plan.flipped[at] === 1 ? strides[axis]! * (n[at]! - 1) : 0),
    0,
  );
  let at = 0;
  for (let k = 0; k < n[2]!; k++) {
    for (let j = 0; j < n[1]!; j++) {
      let from = start + k * step[2]! + j * step[1]!;
      for (let i = 0; i < n[0]!; i++) {
        out[at++] = data[from]!;
        from += step[0]!;
      }
    }
  }
  return out;
}

function requirePlanFits(geometry: Geometry, plan: ReorientPlan): void {
  const fits =
    geometry.size.every((n, axis) => n === plan.size[axis]) && orientationLetters(geometry) === plan.from;
  if (fits) return;
  throw new VolumeError('reorient/letters', {
    found: `Found a volume of ${geometry.size.join(' x ')} (${orientationLetters(geometry)}).`,
    needed: `The plan was made for ${plan.size.join(' x ')} (${plan.from}).`,
    remedy: 'Make a plan for this volume.',
  });
}

/**
 * The volume in the planned axis order. Voxel values and their world positions stay.
 *
 * @throws VolumeError `reorient/letters` when the plan was made for another grid.
 */
export function applyReorient<T extends VoxelArray>(volume: Volume<T>, plan: ReorientPlan): Volume<T> {
  requirePlanFits(volume.geometry, plan);
  if (plan.from === plan.to) return volume;
  const data = reorientData(volume.data, volume.geometry.size, plan);
  return { geometry: reorientGeometry(volume.geometry, plan), data };
}

/**
 * A volume in another orientation, in one step.
 *
 * @throws VolumeError `reorient/letters`.
 * @example reorient(scan, 'LPS');
 */
export function reorient<T extends VoxelArray>(volume: Volume<T>, letters: string): Volume<T> {
  return applyReorient(volume, planReorient(volume.geometry, letters));
}

/** A mask in another orientation, in one step; labels stay. Throws as `reorient`. */
export function reorientMask(mask: Mask, letters: string): Mask {
  return { ...reorient({ geometry: mask.geometry, data: mask.data }, letters), labels: mask.labels };
}

/**
 * Reordering as a recordable transform.
 *
 * @example const t = reorienting('LPS'); t.apply(scan, t.plan(scan, rng));
 */
export function reorienting(letters: string): Transform<ReorientPlan> {
  return { plan: (input) => planReorient(input.geometry, letters), apply: applyReorient };
}
