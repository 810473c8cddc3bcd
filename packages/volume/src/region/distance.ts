/**
 * How far every voxel is from a region, in mm, exactly, on grids with unequal spacing.
 *
 * Distances are between voxel centres. Assumes axes at right angles, as scanners make them.
 *
 * @see Felzenszwalb and Huttenlocher, Theory of Computing 8 (2012) 415-428.
 */
import type { Triple } from '../volume.ts';

const FAR = 1e20;

/** Scratch space for lines of up to `longest` values. */
interface Scratch {
  readonly vertex: Int32Array;
  readonly border: Float64Array;
  readonly line: Float64Array;
  readonly result: Float64Array;
}

/** Keeps the parabolas that are lowest somewhere on the line; gives the index of the last one, -1 for none. */
function lowestParabolas({ vertex, border, line }: Scratch, n: number, square: number): number {
  let last = -1;
  for (let q = 0; q < n; q++) {
    if (line[q]! >= FAR) continue;
    let cross = -Infinity;
    while (last >= 0) {
      const v = vertex[last]!;
      cross = (line[q]! - line[v]! + square * (q * q - v * v)) / (2 * square * (q - v));
      if (cross > border[last]!) break;
      last--;
      cross = -Infinity;
    }
    last++;
    vertex[last] = q;
    border[last] = cross;
  }
  return last;
}

/** Turns squared distances within lines into ones across this line, `step` mm between its values. */
function runLine(scratch: Scratch, n: number, step: number): Float64Array {
  const { vertex, border, line, result } = scratch;
  const last = lowestParabolas(scratch, n, step * step);
  if (last < 0) return result.fill(FAR, 0, n);
  for (let q = 0, at = 0; q < n; q++) {
    while (at < last && border[at + 1]! < q) at++;
    const away = (q - vertex[at]!) * step;
    result[q] = away * away + line[vertex[at]!]!;
  }
  return result;
}

/**
 * Squared distance in mm2 from every voxel centre to the nearest inside voxel centre; 0 inside, 1e20 when nothing is inside.
 *
 * @param inside Not 0 where inside, i-fastest.
 * @param spacingMm Spacing along i, j, k.
 */
export function squaredDistanceMm2(inside: Uint8Array, size: Triple, spacingMm: Triple): Float64Array {
  const out = new Float64Array(inside.length);
  for (let at = 0; at < out.length; at++) out[at] = inside[at] === 0 ? FAR : 0;
  const longest = Math.max(...size);
  const scratch: Scratch = {
    vertex: new Int32Array(longest),
    border: new Float64Array(longest),
    line: new Float64Array(longest),
    result: new Float64Array(longest),
  };
  const strides = [1, size[0], size[0] * size[1]];
  for (let axis = 0; axis < 3; axis++) {
    const n = size[axis]!;
    const stride = strides[axis]!;
    for (let outer = 0; outer < out.length; outer += stride * n) {
      for (let start = outer; start < outer + stride; start++) {
        for (let q = 0, at = start; q < n; q++, at += stride) scratch.line[q] = out[at]!;
        const result = runLine(scratch, n, spacingMm[axis]!);
        for (let q = 0, at = start; q < n; q++, at += stride) out[at] = result[q]!;
      }
    }
  }
  return out;
}
