/**
 * Whether two scans are the same image, exactly or nearly: across patients and splits that is a leak.
 *
 * The exact mark covers voxel values and size; the near mark is a coarse picture that survives rescaling of the
 * intensities, another file type, reordered axes and small crops of air.
 */
import { measureMask } from '../mask/labels/measure.ts';
import { findBody } from '../normalise/body.ts';
import { reorient } from '../reorient/reorient.ts';
import type { Volume } from '../volume.ts';

/** Cells along each axis of the coarse picture. */
const CELLS = 8;

/** Marks of one scan; plain JSON. */
export interface Fingerprint {
  /** Equal for equal voxel values in the same order: two 32-bit mixes and the size. Not for security. */
  readonly exact: string;
  /** Mean intensity in 8 x 8 x 8 cells of the body's box, mean 0 and length 1. */
  readonly coarse: readonly number[];
}

function exactMark({ data, geometry }: Volume): string {
  let a = 0x811c9dc5;
  let b = 0x9e3779b9;
  const scratch = new Float32Array(1);
  const bits = new Uint32Array(scratch.buffer);
  for (let at = 0; at < data.length; at++) {
    scratch[0] = data[at]!;
    a = Math.imul(a ^ bits[0]!, 0x01000193);
    b = Math.imul(b ^ (bits[0]! >>> 16) ^ (bits[0]! << 11), 0x85ebca6b) + at;
    b ^= b >>> 13;
  }
  return `${geometry.size.join('x')}-${(a >>> 0).toString(16)}-${(b >>> 0).toString(16)}`;
}

function coarsePicture(volume: Volume): number[] {
  const lps = reorient(volume, 'LPS');
  const { first, last } = measureMask(findBody(lps)).boundsVoxel;
  const [ni, nj] = lps.geometry.size;
  const sums = new Float64Array(CELLS ** 3);
  const counts = new Float64Array(CELLS ** 3);
  const cell = (index: number, axis: 0 | 1 | 2): number =>
    Math.min(CELLS - 1, Math.floor(((index - first[axis]) * CELLS) / (last[axis] - first[axis] + 1)));
  for (let k = first[2]; k <= last[2]; k++) {
    for (let j = first[1]; j <= last[1]; j++) {
      const row = CELLS * (cell(j, 1) + CELLS * cell(k, 2));
      for (let i = first[0]; i <= last[0]; i++) {
        sums[row + cell(i, 0)]! += lps.data[i + ni * (j + nj * k)]!;
        counts[row + cell(i, 0)]!++;
      }
    }
  }
  const means = Array.from(sums, (sum, at) => sum / Math.max(1, counts[at]!));
  const mean = means.reduce((a, b) => a + b, 0) / means.length;
  const length = Math.sqrt(means.reduce((a, v) => a + (v - mean) ** 2, 0)) || 1;
  return means.map((v) => Math.round(((v - mean) / length) * 1e6) / 1e6);
}

/**
 * Marks of a scan, to be compared with those of others.
 *
 * @throws VolumeError `normalise/constant` when all voxels have one value.
 * @example fingerprint(a).exact === fingerprint(b).exact; // the same image
 */
export function fingerprint(volume: Volume): Fingerprint {
  return { exact: exactMark(volume), coarse: coarsePicture(volume) };
}

/**
 * How alike two scans are: 1 for the same picture up to brightness and contrast, near 0 for unrelated ones.
 *
 * Scans of one sequence of different heads reach about 0.9; a copy stays above 0.995.
 *
 * @example likeness(fingerprint(a), fingerprint(b)) > 0.995; // probably a copy
 */
export function likeness(a: Fingerprint, b: Fingerprint): number {
  if (a.exact === b.exact) return 1;
  return a.coarse.reduce((sum, v, at) => sum + v * b.coarse[at]!, 0);
}
