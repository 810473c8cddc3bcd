/**
 * Whether every voxel of a volume is a number.
 *
 * Counts what is not and says where the first one is. Repairs nothing.
 */
import { VolumeError } from './errors.ts';
import type { Triple, Volume } from './volume.ts';

/** Voxels that are NaN or infinite. */
export interface NonFinite {
  readonly count: number;
  /** Index i, j, k of the first one in memory order. */
  readonly firstVoxel: Triple;
  /** Its value: NaN, Infinity or -Infinity. */
  readonly firstValue: number;
}

/**
 * How many voxels are NaN or infinite and where the first one is, or null when none is.
 *
 * @example findNonFinite(scan)?.count; // 12
 */
export function findNonFinite(volume: Volume): NonFinite | null {
  const { data } = volume;
  if (!(data instanceof Float32Array || data instanceof Float64Array)) return null;
  let count = 0;
  let first = -1;
  for (let at = 0; at < data.length; at++) {
    const value = data[at]!;
    if (value - value === 0) continue;
    if (count === 0) first = at;
    count++;
  }
  if (count === 0) return null;
  const [ni, nj] = volume.geometry.size;
  const firstVoxel: Triple = [first % ni, Math.floor(first / ni) % nj, Math.floor(first / (ni * nj))];
  return { count, firstVoxel, firstValue: data[first]! };
}

/**
 * Refuses a volume with a voxel that is NaN or infinite.
 *
 * @throws VolumeError `volume/non-finite` with count and first index.
 * @example requireFiniteVoxels(scan);
 */
export function requireFiniteVoxels(volume: Volume): void {
  const found = findNonFinite(volume);
  if (found === null) return;
  throw new VolumeError(
    'volume/non-finite',
    {
      found: `Found ${found.count} of ${volume.data.length} voxels that are not finite, the first (${found.firstValue}) at ${found.firstVoxel.join(', ')}.`,
      needed: 'A finite number in every voxel is needed.',
      remedy: 'Export the image again, or exclude it.',
    },
    { ...found, voxels: volume.data.length },
  );
}
