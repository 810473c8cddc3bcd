/**
 * Which voxels a bias field is estimated from: those above Otsu's threshold.
 *
 * Air in sinuses and windpipe stays out, which a filled body mask would let in: its noise has no brightness of its own
 * and would bend the field. Reads a scan, gives 0 and 1.
 *
 * @see Tustison et al., IEEE Trans Med Imaging 29 (2010) 1310-1320; Otsu, IEEE Trans Syst Man Cybern 9 (1979) 62-66.
 */
import { VolumeError } from '../errors.ts';
import { otsuThreshold } from '../normalise/quantile.ts';
import type { Volume } from '../volume.ts';

/** Bins of the histogram over the whole range of intensities. */
const BINS = 200;

function extremes(data: Volume['data']): [low: number, high: number] {
  let low = Infinity;
  let high = -Infinity;
  for (let at = 0; at < data.length; at++) {
    const value = data[at]!;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}

/**
 * Bright voxels of a scan as 1, the others as 0.
 *
 * @param volume Finite values.
 * @throws VolumeError `normalise/constant` when all voxels have one value.
 */
export function findTissue({ data }: Volume): Uint8Array {
  const [low, high] = extremes(data);
  if (!(high > low)) {
    throw new VolumeError('normalise/constant', {
      found: `Found the value ${low} in every voxel.`,
      needed: 'An image with at least two different values is needed.',
      remedy: 'Check that the file holds the scan.',
    });
  }
  const counts = new Float64Array(BINS);
  const scale = BINS / (high - low);
  for (let at = 0; at < data.length; at++)
    counts[Math.min(BINS - 1, Math.floor((data[at]! - low) * scale))]!++;
  const threshold = otsuThreshold(counts, low, high);
  const bright = new Uint8Array(data.length);
  for (let at = 0; at < data.length; at++) bright[at] = data[at]! > threshold ? 1 : 0;
  return bright;
}
