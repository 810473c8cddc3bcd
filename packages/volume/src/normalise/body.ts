/**
 * Which voxels of a scan show the body and which show air.
 *
 * Otsu's threshold on the intensities (bright outliers cut), the largest connected part, holes filled in each slice.
 * Good enough to take a mean over tissue; not a segmentation of organs.
 */
import { VolumeError } from '../errors.ts';
import { fillHolesInSlices, largestComponent } from '../region/components.ts';
import type { Mask, Volume } from '../volume.ts';
import { otsuThreshold } from './quantile.ts';

const BINS = 256;
/** Share of voxels that may lie above the histogram: bright vessels and fat would stretch it. */
const CUT_ABOVE = 0.005;

function extremes(volume: Volume): [low: number, high: number] {
  let low = Infinity;
  let high = -Infinity;
  for (let at = 0; at < volume.data.length; at++) {
    const value = volume.data[at]!;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (!(high > low)) {
    throw new VolumeError('normalise/constant', {
      found: `Found ${low === high ? `the value ${low} in every voxel` : 'no finite value'}.`,
      needed: 'An image with at least two different values is needed.',
      remedy: 'Check that the file holds the scan.',
    });
  }
  return [low, high];
}

function histogram(volume: Volume, low: number, high: number): Float64Array {
  const counts = new Float64Array(BINS);
  const scale = BINS / (high - low);
  for (let at = 0; at < volume.data.length; at++) {
    const bin = Math.floor((volume.data[at]! - low) * scale);
    if (bin >= 0) counts[bin < BINS ? bin : BINS - 1]!++;
  }
  return counts;
}

/** The value that all but the brightest share of voxels stay below. */
function upperCut(counts: Float64Array, low: number, high: number): number {
  const total = counts.reduce((sum, n) => sum + n, 0);
  let above = 0;
  for (let bin = BINS - 1; bin > 0; bin--) {
    above += counts[bin]!;
    if (above > total * CUT_ABOVE) return low + ((bin + 1) * (high - low)) / BINS;
  }
  return high;
}

/**
 * The body in a scan.
 *
 * @returns Mask with label 1 `body` on the scan's grid.
 * @throws VolumeError `normalise/constant` when all voxels have one value.
 * @example const body = findBody(t1);
 */
export function findBody(volume: Volume): Mask {
  const [low, high] = extremes(volume);
  const cut = upperCut(histogram(volume, low, high), low, high);
  const threshold = otsuThreshold(histogram(volume, low, cut), low, cut);
  const bright = new Uint8Array(volume.data.length);
  for (let at = 0; at < bright.length; at++) bright[at] = volume.data[at]! >= threshold ? 1 : 0;
  const { size } = volume.geometry;
  const data = fillHolesInSlices(largestComponent(bright, size), size);
  return { geometry: volume.geometry, data, labels: [{ value: 1, name: 'body' }] };
}
