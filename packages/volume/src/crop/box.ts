/**
 * A 3-D box around a tumour, cut out of a scan without interpolation, and the ring of tissue around a tumour.
 */
import { VolumeError } from '../errors.ts';
import { requireSameGrid } from '../geometry/compare.ts';
import { indexToLps, spacingMm } from '../geometry/geometry.ts';
import { binaryMask, type MaskRegion, regionIn } from '../mask/labels/mask.ts';
import { measureMask } from '../mask/labels/measure.ts';
import { checkOptions, type KnownOptions } from '../options.ts';
import { squaredDistanceMm2 } from '../region/distance.ts';
import type { Geometry, Mask, Triple, Volume, VoxelArray } from '../volume.ts';

/** How the box is chosen. */
export interface BoxOptions extends MaskRegion {
  /** Tissue kept on each side, in mm, rounded up to whole voxels. Default 10. */
  readonly marginMm?: number;
}

const KNOWN_OF_BOX: KnownOptions<BoxOptions> = { labels: null, marginMm: 10 };

/** A box as it is recorded; plain JSON. */
export interface BoxPlan {
  readonly kind: 'crop-box';
  /** Size of the grid the plan is for. */
  readonly size: Triple;
  readonly first: Triple;
  /** Last voxel index, inside. */
  readonly last: Triple;
  /** True when the scan ends before the margin does. */
  readonly clipped: boolean;
}

function refuseOption(found: string, needed: string): never {
  throw new VolumeError('crop/option', { found, needed, remedy: 'Correct the crop settings.' });
}

/**
 * The voxels of the box around a mask.
 *
 * @throws VolumeError `mask/empty`, `crop/option` when the margin is below 0 or not finite.
 * @example applyBoxCrop(t1, planBoxCrop(mask, { marginMm: 15 }));
 */
export function planBoxCrop(mask: Mask, options: BoxOptions = {}): BoxPlan {
  checkOptions(options, KNOWN_OF_BOX);
  const marginMm = options.marginMm ?? 10;
  if (!(marginMm >= 0) || !Number.isFinite(marginMm)) {
    refuseOption(`Found a margin of ${marginMm} mm.`, 'A margin >= 0 is needed.');
  }
  const { size } = mask.geometry;
  const { first, last } = measureMask(mask, regionIn(options)).boundsVoxel;
  const margin = spacingMm(mask.geometry).map((s) => Math.ceil(marginMm / s - 1e-9));
  const low = first.map((v, axis) => v - margin[axis]!);
  const high = last.map((v, axis) => v + margin[axis]!);
  const clipped = low.some((v) => v < 0) || high.some((v, axis) => v >= size[axis]!);
  const from = low.map((v) => Math.max(0, v));
  const to = high.map((v, axis) => Math.min(size[axis]! - 1, v));
  return {
    kind: 'crop-box',
    size,
    first: [from[0]!, from[1]!, from[2]!],
    last: [to[0]!, to[1]!, to[2]!],
    clipped,
  };
}

/** The grid of a box inside a grid. */
export function boxGeometry(geometry: Geometry, plan: BoxPlan): Geometry {
  const indexToLpsMm = Float64Array.from(geometry.indexToLpsMm);
  indexToLps(geometry, plan.first).forEach((mm, row) => {
    indexToLpsMm[row * 4 + 3] = mm;
  });
  const n = plan.last.map((v, axis) => v - plan.first[axis]! + 1);
  return { size: [n[0]!, n[1]!, n[2]!], indexToLpsMm };
}

/**
 * The box cut out of a scan; voxels keep their values and places.
 *
 * @throws VolumeError `crop/other-grid` when the scan's size is not the plan's.
 */
export function applyBoxCrop<T extends VoxelArray>(volume: Volume<T>, plan: BoxPlan): Volume<T> {
  const [ni, nj] = volume.geometry.size;
  if (volume.geometry.size.some((n, axis) => n !== plan.size[axis])) {
    throw new VolumeError('crop/other-grid', {
      found: `Found a scan of ${volume.geometry.size.join(' x ')}.`,
      needed: `The box was planned for ${plan.size.join(' x ')}.`,
      remedy: 'Resample the scan to the grid of the mask before it is cropped.',
    });
  }
  const geometry = boxGeometry(volume.geometry, plan);
  const [mi, mj, mk] = geometry.size;
  const data = new (volume.data.constructor as new (n: number) => T)(mi * mj * mk);
  for (let k = 0; k < mk; k++) {
    for (let j = 0; j < mj; j++) {
      const from = plan.first[0] + ni * (plan.first[1] + j + nj * (plan.first[2] + k));
      data.set(volume.data.subarray(from, from + mi), mi * (j + mj * k));
    }
  }
  return { geometry, data };
}

/** How a ring is chosen. */
export interface RingOptions extends MaskRegion {
  /** Distance from the tumour at which the ring begins, in mm. Default 0: the first voxels outside. */
  readonly innerMm?: number;
  /** Distance at which it ends, in mm. */
  readonly outerMm: number;
  /** Tissue the ring is limited to, such as the body. Default none. */
  readonly within?: Mask;
}

const KNOWN_OF_RING: KnownOptions<RingOptions> = { labels: null, innerMm: 0, outerMm: null, within: null };

/**
 * The tissue around a tumour: voxels outside it whose centre is more than innerMm and at most outerMm from its nearest voxel centre.
 *
 * @returns Mask with label 1 `ring`.
 * @throws VolumeError `crop/option` unless 0 <= innerMm < outerMm; `mask/empty`; `geometry/other-grid` for `within`.
 * @example peritumouralRing(mask, { outerMm: 5 });
 */
export function peritumouralRing(mask: Mask, options: RingOptions): Mask {
  checkOptions(options, KNOWN_OF_RING);
  const { innerMm = 0, outerMm, within } = options;
  if (!(innerMm >= 0 && outerMm > innerMm && Number.isFinite(outerMm))) {
    refuseOption(
      `Found a ring from ${innerMm} to ${outerMm} mm.`,
      'Two distances with 0 <= inner < outer are needed.',
    );
  }
  measureMask(mask, regionIn(options));
  if (within !== undefined) requireSameGrid(mask.geometry, within.geometry);
  const inside = binaryMask(mask, regionIn(options)).data;
  const distance = squaredDistanceMm2(inside, mask.geometry.size, spacingMm(mask.geometry));
  const inner = innerMm * innerMm + 1e-9;
  const outer = outerMm * outerMm + 1e-9;
  const data = new Uint8Array(inside.length);
  for (let at = 0; at < data.length; at++) {
    const away = distance[at]!;
    data[at] =
      away > inner && away <= outer && inside[at] === 0 && (within === undefined || within.data[at] !== 0)
        ? 1
        : 0;
  }
  return { geometry: mask.geometry, data, labels: [{ value: 1, name: 'ring' }] };
}
