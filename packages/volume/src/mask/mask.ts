/**
 * A drawn region: made from a volume of labels, checked against an image's grid, and measured.
 *
 * Reads label values, gives a Mask or its measures in voxels and mm. Knows nothing of files and of what a label means.
 */
import { VolumeError } from '../errors.ts';
import { compareGeometry, GRID_TOLERANCE_MM } from '../geometry/compare.ts';
import { indexToLps, spacingMm, voxelVolumeMm3 } from '../geometry/geometry.ts';
import type { Geometry, Label, Mask, Triple, Volume } from '../volume.ts';

/** Sizes and places of the voxels of a mask that count as inside. */
export interface MaskMeasures {
  readonly voxels: number;
  readonly volumeMm3: number;
  /** First and last voxel index along i, j, k, both inside. */
  readonly boundsVoxel: { readonly first: Triple; readonly last: Triple };
  /** Edge lengths of the bounding box along i, j, k in mm, outer faces of the voxels. */
  readonly boxMm: Triple;
  /** Mean index of the inside voxels. */
  readonly centroidVoxel: Triple;
  /** The same point in LPS mm. */
  readonly centroidLpsMm: Triple;
  /** Slice (fixed k) with most inside voxels; of equals the one nearest to the centroid, then the lower. */
  readonly largestSlice: number;
  /** Inside voxels in that slice. */
  readonly largestSliceVoxels: number;
  /** Inside voxels in each slice, one number for each k. */
  readonly voxelsOfSlice: readonly number[];
}

/** Which voxels of a mask count as inside. */
export interface MaskRegion {
  /** Label values. Default: every value above 0. */
  readonly labels?: readonly number[];
}

/**
 * A mask from a volume whose voxels are label values.
 *
 * @param volume Whole numbers 0 to 255.
 * @param labels Names of the values. Default: each value that occurs, named `label N`.
 * @throws VolumeError `mask/not-labels` when a value is no whole number from 0 to 255; `mask/unknown-label` when
 * labels are given and a value is not among them.
 * @example const mask = createMask(parseNifti(bytes), [{ value: 1, name: 'tumour' }]);
 */
export function createMask(volume: Volume, labels?: readonly Label[]): Mask {
  const { data } = volume;
  const present = new Uint8Array(256);
  const values = data instanceof Uint8Array ? data : new Uint8Array(data.length);
  for (let at = 0; at < data.length; at++) {
    const value = data[at]!;
    values[at] = value;
    if (values[at] !== value) refuseValue(value, at);
    present[value] = 1;
  }
  const found = Array.from(present.keys()).filter((value) => value > 0 && present[value] === 1);
  const named = labels ?? found.map((value) => ({ value, name: `label ${value}` }));
  const unknown = found.find((value) => !named.some((label) => label.value === value));
  if (unknown !== undefined) {
    throw new VolumeError(
      'mask/unknown-label',
      {
        found: `Found voxels with the value ${unknown}.`,
        needed: `Only the labels ${named.map((label) => `${label.value} (${label.name})`).join(', ') || 'none'} are needed.`,
        remedy: 'Name the label, or correct the mask.',
      },
      { value: unknown },
    );
  }
  return { geometry: volume.geometry, data: values, labels: named };
}

function refuseValue(value: number, at: number): never {
  throw new VolumeError(
    'mask/not-labels',
    {
      found: `Found the value ${value} at voxel ${at}.`,
      needed: 'Whole numbers from 0 to 255 are needed in a mask.',
      remedy: 'Check that this file is the mask and not the image, or save it without interpolation.',
    },
    { voxel: at, value },
  );
}

/** A table of 256: 1 for each value that counts as inside. */
function insideTable(region: MaskRegion): Uint8Array {
  const table = new Uint8Array(256).fill(region.labels === undefined ? 1 : 0);
  for (const value of region.labels ?? []) table[value] = 1;
  table[0] = 0;
  return table;
}

/**
 * The voxels that count as inside, as 0 and 1.
 *
 * @example binaryMask(mask, { labels: [1, 2] }).data; // Uint8Array of 0 and 1
 */
export function binaryMask(mask: Mask, region: MaskRegion = {}): Mask {
  const table = insideTable(region);
  const data = mask.data.map((value) => table[value]!);
  return { geometry: mask.geometry, data, labels: [{ value: 1, name: 'inside' }] };
}

/**
 * Volume, bounding box, centroid and largest slice of a mask.
 *
 * @throws VolumeError `mask/empty` when no voxel is inside.
 * @example measureMask(mask).largestSlice; // 12
 */
export function measureMask(mask: Mask, region: MaskRegion = {}): MaskMeasures {
  const table = insideTable(region);
  const [ni, nj, nk] = mask.geometry.size;
  const first = [ni, nj, nk];
  const last = [-1, -1, -1];
  const sum = [0, 0, 0];
  const voxelsOfSlice: number[] = new Array<number>(nk).fill(0);
  let at = 0;
  for (let k = 0; k < nk; k++) {
    for (let j = 0; j < nj; j++) {
      for (let i = 0; i < ni; i++) {
        if (table[mask.data[at++]!] === 0) continue;
        voxelsOfSlice[k]!++;
        sum[0]! += i;
        sum[1]! += j;
        sum[2]! += k;
        if (i < first[0]!) first[0] = i;
        if (i > last[0]!) last[0] = i;
        if (j < first[1]!) first[1] = j;
        if (j > last[1]!) last[1] = j;
        if (k < first[2]!) first[2] = k;
        last[2] = k;
      }
    }
  }
  const voxels = voxelsOfSlice.reduce((total, n) => total + n, 0);
  if (voxels === 0) refuseEmpty(mask, region);
  const centroid: Triple = [sum[0]! / voxels, sum[1]! / voxels, sum[2]! / voxels];
  const spacing = spacingMm(mask.geometry);
  const edge = (axis: 0 | 1 | 2): number => (last[axis]! - first[axis]! + 1) * spacing[axis];
  const largestSlice = pickLargest(voxelsOfSlice, centroid[2]);
  return {
    voxels,
    volumeMm3: voxels * voxelVolumeMm3(mask.geometry),
    boundsVoxel: { first: [first[0]!, first[1]!, first[2]!], last: [last[0]!, last[1]!, last[2]!] },
    boxMm: [edge(0), edge(1), edge(2)],
    centroidVoxel: centroid,
    centroidLpsMm: indexToLps(mask.geometry, centroid),
    largestSlice,
    largestSliceVoxels: voxelsOfSlice[largestSlice]!,
    voxelsOfSlice,
  };
}

function pickLargest(voxelsOfSlice: readonly number[], centroidK: number): number {
  let best = 0;
  for (let k = 1; k < voxelsOfSlice.length; k++) {
    const gain = voxelsOfSlice[k]! - voxelsOfSlice[best]!;
    if (gain > 0 || (gain === 0 && Math.abs(k - centroidK) < Math.abs(best - centroidK))) best = k;
  }
  return best;
}

function refuseEmpty(mask: Mask, region: MaskRegion): never {
  const which = region.labels === undefined ? 'above 0' : `with label ${region.labels.join(' or ')}`;
  throw new VolumeError(
    'mask/empty',
    {
      found: `Found no voxel ${which} in a mask of ${mask.geometry.size.join(' x ')}.`,
      needed: 'At least one tumour voxel is needed.',
      remedy: 'Draw the mask, name the right label, or exclude the patient.',
    },
    { labels: region.labels },
  );
}

/**
 * Refuses a mask that does not lie on the image's grid.
 *
 * @param toleranceMm Largest accepted distance of corresponding voxel centres, in mm. Default 0.01.
 * @throws VolumeError `mask/other-grid` with the named difference in `details.difference` (a GridDifference).
 * @example requireMaskOnGrid(mask, scan.geometry);
 */
export function requireMaskOnGrid(
  mask: Mask,
  image: Geometry,
  toleranceMm: number = GRID_TOLERANCE_MM,
): void {
  const difference = compareGeometry(image, mask.geometry, toleranceMm);
  if (difference === null) return;
  const lossless = difference.sameVoxelsReordered
    ? 'Ask for the repair that reorders the mask, which changes no voxel.'
    : 'Draw the mask on this image, or ask for the repair that resamples the mask.';
  throw new VolumeError(
    'mask/other-grid',
    {
      found: `Found a mask on another grid than its image (${difference.kind}). ${difference.sentence}`,
      needed: `Voxels that lie within ${toleranceMm} mm of those of the image are needed.`,
      remedy: lossless,
    },
    { difference },
  );
}
