/**
 * Sizes and places of a drawn region, in voxels and mm.
 *
 * Reads a mask, changes nothing. Knows nothing of the image it was drawn on.
 */
import { VolumeError } from '../../errors.ts';
import { indexToLps, spacingMm, voxelVolumeMm3 } from '../../geometry/geometry.ts';
import { checkOptions } from '../../options.ts';
import type { Mask, Triple } from '../../volume.ts';
import { insideTable, KNOWN_OF_REGION, type MaskRegion } from './mask.ts';

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

/**
 * Volume, bounding box, centroid and largest slice of a mask.
 *
 * @throws VolumeError `mask/empty` when no voxel is inside.
 * @example measureMask(mask).largestSlice; // 12
 */
export function measureMask(mask: Mask, region: MaskRegion = {}): MaskMeasures {
  checkOptions(region, KNOWN_OF_REGION);
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
