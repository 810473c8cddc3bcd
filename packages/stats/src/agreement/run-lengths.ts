/**
 * How a mask is written as lengths of runs.
 *
 * Reads run lengths that start with background, gives voxels, and back. Knows no image format.
 */
import { StatsError } from '../errors.ts';

/**
 * Voxels from run lengths.
 *
 * @param runs Lengths of runs in memory order, background first; 0 where the mask begins at once.
 * @param voxels Number of voxels of the image.
 * @throws StatsError `agreement/shape` when a length is not a whole number or they do not add up.
 * @example
 * decodeRuns([2, 1, 1], 4); // 0, 0, 1, 0
 */
export function decodeRuns(runs: ArrayLike<number>, voxels: number): Uint8Array {
  const lengths = Array.from(runs);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  if (total !== voxels || lengths.some((length) => !Number.isInteger(length) || length < 0)) {
    throw new StatsError('agreement/shape', {
      found: `Found runs of ${total} voxels in an image of ${voxels}.`,
      needed: 'Needed whole run lengths that add up to the image.',
      remedy: 'Check that mask and shape belong together.',
    });
  }
  const result = new Uint8Array(voxels);
  let at = 0;
  lengths.forEach((length, k) => {
    if (k % 2 === 1) result.fill(1, at, at + length);
    at += length;
  });
  return result;
}

/**
 * Run lengths of a mask, background first.
 *
 * @param mask 0 for background, anything else for the mask, in memory order.
 * @example
 * encodeRuns(Uint8Array.of(0, 0, 1, 0)); // [2, 1, 1]
 */
export function encodeRuns(mask: ArrayLike<number>): number[] {
  const runs: number[] = [];
  let length = 0;
  for (let i = 0; i < mask.length; i++) {
    const inside = mask[i] !== 0;
    if (inside !== (runs.length % 2 === 1)) {
      runs.push(length);
      length = 0;
    }
    length++;
  }
  runs.push(length);
  return runs;
}
