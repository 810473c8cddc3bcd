/**
 * The tumour of one patient out of a drawn mask that may hold more.
 *
 * Reads labels, gives one mask. Knows nothing of files.
 */
import type { Mask, Volume } from '@mriscore/volume';

/** A mask of the tumour alone. */
export interface TumourMask extends Mask {
  /** Number of voxels inside; 0 where nothing was drawn. */
  readonly voxels: number;
}

/**
 * The tumour of a drawn mask.
 *
 * @param drawn Values of every voxel, 0 outside.
 * @param label Only voxels of this value are tumour; left out, every voxel above 0.
 * @returns 1 inside, 0 outside, on the same grid.
 * @example
 * tumourMask(drawn, 2).voxels; // how many voxels have the value 2
 */
export function tumourMask(drawn: Pick<Volume, 'geometry' | 'data'>, label?: number): TumourMask {
  const data = new Uint8Array(drawn.data.length);
  let voxels = 0;
  for (let index = 0; index < data.length; index += 1) {
    const value = drawn.data[index] ?? 0;
    if (label === undefined ? value > 0 : value === label) {
      data[index] = 1;
      voxels += 1;
    }
  }
  return { geometry: drawn.geometry, data, labels: [{ value: 1, name: 'tumour' }], voxels };
}
