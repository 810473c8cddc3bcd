/**
 * Cubic B-spline coefficients of a volume: the prefilter that makes the spline go through the voxels.
 *
 * Mirror boundary, one pole, as in ITK's decomposition filter. Gives coefficients; sampling is in sample.ts.
 *
 * @see Unser, IEEE Signal Processing Magazine 16(6) (1999) 22-38.
 */
import type { Triple, VoxelArray } from '../volume.ts';

const POLE = Math.sqrt(3) - 2;
/** Terms after which the pole's powers are below 1e-14. */
const HORIZON = 26;

/** Replaces samples by coefficients along one line held in `line[0..n)`. */
function filterLine(line: Float64Array, n: number): void {
  if (n === 1) return;
  for (let at = 0; at < n; at++) line[at]! *= 6;
  line[0] = firstCausal(line, n);
  for (let at = 1; at < n; at++) line[at]! += POLE * line[at - 1]!;
  line[n - 1] = (POLE / (POLE * POLE - 1)) * (POLE * line[n - 2]! + line[n - 1]!);
  for (let at = n - 2; at >= 0; at--) line[at] = POLE * (line[at + 1]! - line[at]!);
}

/** Sum over the mirrored signal, cut at the horizon when the line is long, exact when it is short. */
function firstCausal(line: Float64Array, n: number): number {
  if (n > HORIZON) {
    let sum = line[0]!;
    let power = POLE;
    for (let at = 1; at < HORIZON; at++) {
      sum += power * line[at]!;
      power *= POLE;
    }
    return sum;
  }
  const last = POLE ** (n - 1);
  let sum = line[0]! + last * line[n - 1]!;
  let forward = POLE;
  let backward = (last * last) / POLE;
  for (let at = 1; at < n - 1; at++) {
    sum += (forward + backward) * line[at]!;
    forward *= POLE;
    backward /= POLE;
  }
  return sum / (1 - last * last);
}

/**
 * Spline coefficients of a volume, one for each voxel.
 *
 * @param data i-fastest voxels.
 */
export function splineCoefficients(data: VoxelArray, size: Triple): Float32Array {
  const [ni, nj, nk] = size;
  const out = new Float32Array(data);
  const line = new Float64Array(Math.max(ni, nj, nk));
  const strides = [1, ni, ni * nj];
  for (let axis = 0; axis < 3; axis++) {
    const n = size[axis]!;
    const stride = strides[axis]!;
    if (n === 1) continue;
    for (let outer = 0; outer < out.length; outer += stride * n) {
      for (let start = outer; start < outer + stride; start++) {
        for (let at = 0, from = start; at < n; at++, from += stride) line[at] = out[from]!;
        filterLine(line, n);
        for (let at = 0, to = start; at < n; at++, to += stride) out[to] = line[at]!;
      }
    }
  }
  return out;
}
