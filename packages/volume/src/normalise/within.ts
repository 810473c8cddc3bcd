/**
 * Which voxels of a scan its intensities are learnt from.
 */
import { requireFiniteVoxels } from '../finite.ts';
import { requireSameGrid } from '../geometry/compare.ts';
import type { Mask, Volume } from '../volume.ts';
import { findBody } from './body.ts';

/** Which voxels the numbers are taken from. */
export interface WithinOptions {
  /** A mask on the scan's grid, 'body' for findBody, or 'all'. Default 'body'. */
  readonly within?: Mask | 'body' | 'all';
}

/**
 * The voxels that count, or undefined for all.
 *
 * @throws VolumeError `volume/non-finite`, `geometry/other-grid`, `normalise/constant`.
 */
export function regionOf(volume: Volume, within: Mask | 'body' | 'all'): Uint8Array | undefined {
  requireFiniteVoxels(volume);
  if (within === 'all') return undefined;
  if (within === 'body') return findBody(volume).data;
  requireSameGrid(volume.geometry, within.geometry);
  return within.data;
}
