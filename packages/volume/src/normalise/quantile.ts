/**
 * Quantiles and Otsu's threshold of voxel values.
 */
import { VolumeError } from '../errors.ts';
import type { Volume } from '../volume.ts';

/**
 * The voxel values inside a region, sorted ascending.
 *
 * @param within 0 where a voxel does not count; same length as the data. Default: all count.
 * @throws VolumeError `normalise/empty` when no voxel counts; `volume/non-finite` is for the caller to check.
 */
export function sortedValues(volume: Volume, within?: Uint8Array): Float64Array | Float32Array {
  const { data } = volume;
  const Kind =
    data instanceof Float64Array || data instanceof Int32Array || data instanceof Uint32Array
      ? Float64Array
      : Float32Array;
  let values: Float32Array | Float64Array;
  if (within === undefined) {
    values = Kind.from(data as Float32Array);
  } else {
    let count = 0;
    for (let at = 0; at < within.length; at++) if (within[at] !== 0) count++;
    values = new Kind(count);
    for (let at = 0, to = 0; at < within.length; at++) if (within[at] !== 0) values[to++] = data[at]!;
  }
  if (values.length === 0) {
    throw new VolumeError('normalise/empty', {
      found: 'Found no voxel inside the region.',
      needed: 'At least one voxel is needed to learn intensities from.',
      remedy: 'Check the body mask, or normalise over the whole image.',
    });
  }
  return values.sort();
}

/**
 * A quantile of sorted values, linear between neighbours (the default of R and NumPy).
 *
 * @param probability 0 to 1.
 */
export function intensityQuantile(sorted: Float64Array | Float32Array, probability: number): number {
  const place = probability * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return low + (place - below) * (high - low);
}

/**
 * Otsu's threshold: the value that splits a histogram into the two classes that differ most.
 *
 * @param counts Voxels in each of equally wide bins from `low` to `high`.
 * @returns The upper edge of the last bin of the lower class.
 * @see Otsu, IEEE Trans Syst Man Cybern 9 (1979) 62-66.
 */
export function otsuThreshold(counts: Float64Array, low: number, high: number): number {
  let total = 0;
  let sum = 0;
  counts.forEach((n, bin) => {
    total += n;
    sum += n * bin;
  });
  let below = 0;
  let sumBelow = 0;
  let best = -1;
  let bestBin = 0;
  for (let bin = 0; bin < counts.length - 1; bin++) {
    below += counts[bin]!;
    sumBelow += counts[bin]! * bin;
    if (below === 0 || below === total) continue;
    const gap = sumBelow / below - (sum - sumBelow) / (total - below);
    const between = below * (total - below) * gap * gap;
    if (between <= best) continue;
    best = between;
    bestBin = bin;
  }
  return low + ((bestBin + 1) * (high - low)) / counts.length;
}
