/**
 * The value of a volume between its voxels: linear, nearest or cubic B-spline, for a whole row of points at a time.
 *
 * A row is the points of fixed (j, k) of the target, whose source index moves by a constant step. Points more than
 * half a voxel outside the grid keep the outside value; within that rim the outermost voxel counts, as in ITK.
 */
import type { Triple, VoxelArray } from '../volume.ts';

/** A row of points: source index of the first one, step from one to the next, where the results go. */
export interface SampleRow {
  /** Source index (i, j, k) of the first point. */
  readonly start: Float64Array;
  /** Source index step from one point to the next. */
  readonly step: Float64Array;
  /** First and one past the last point that lies inside. */
  from: number;
  to: number;
}

/** Fills `out[at + n]` for n in the row. */
export type RowSampler = (row: SampleRow, out: VoxelArray, at: number) => void;

/** Narrows a row to the points inside the grid: -0.5 <= index <= size - 0.5 on each axis. */
export function clipRow(row: SampleRow, size: Triple, points: number): void {
  let low = 0;
  let high = points - 1;
  for (let axis = 0; axis < 3; axis++) {
    const start = row.start[axis]!;
    const step = row.step[axis]!;
    const last = size[axis]! - 0.5;
    if (Math.abs(step) < 1e-12) {
      if (start < -0.5 - 1e-9 || start > last + 1e-9) high = -1;
      continue;
    }
    const a = (-0.5 - start) / step;
    const b = (last - start) / step;
    low = Math.max(low, Math.ceil(Math.min(a, b) - 1e-9));
    high = Math.min(high, Math.floor(Math.max(a, b) + 1e-9));
  }
  row.from = low;
  row.to = Math.max(low, high + 1);
}

const clamp = (value: number, last: number): number => (value < 0 ? 0 : value > last ? last : value);

/** Nearest voxel; a point halfway takes the one with the higher index, as ITK does. */
export function nearestSampler(data: VoxelArray, [ni, nj, nk]: Triple): RowSampler {
  return ({ start, step, from, to }, out, at) => {
    for (let n = from; n < to; n++) {
      const i = clamp(Math.floor(start[0]! + n * step[0]! + 0.5), ni - 1);
      const j = clamp(Math.floor(start[1]! + n * step[1]! + 0.5), nj - 1);
      const k = clamp(Math.floor(start[2]! + n * step[2]! + 0.5), nk - 1);
      out[at + n] = data[i + ni * (j + nj * k)]!;
    }
  };
}

/** Linear between the eight voxels around a point. */
export function linearSampler(data: VoxelArray, [ni, nj, nk]: Triple): RowSampler {
  const slice = ni * nj;
  return ({ start, step, from, to }, out, at) => {
    for (let n = from; n < to; n++) {
      const x = clamp(start[0]! + n * step[0]!, ni - 1);
      const y = clamp(start[1]! + n * step[1]!, nj - 1);
      const z = clamp(start[2]! + n * step[2]!, nk - 1);
      const i = x | 0;
      const j = y | 0;
      const k = z | 0;
      const di = i < ni - 1 ? 1 : 0;
      const dj = j < nj - 1 ? ni : 0;
      const dk = k < nk - 1 ? slice : 0;
      const p = i + ni * j + slice * k;
      const fx = x - i;
      const fy = y - j;
      const a = data[p]! + fx * (data[p + di]! - data[p]!);
      const b = data[p + dj]! + fx * (data[p + dj + di]! - data[p + dj]!);
      const q = p + dk;
      const c = data[q]! + fx * (data[q + di]! - data[q]!);
      const d = data[q + dj]! + fx * (data[q + dj + di]! - data[q + dj]!);
      const near = a + fy * (b - a);
      out[at + n] = near + (z - k) * (c + fy * (d - c) - near);
    }
  };
}

/** Index mirrored at the first and last voxel. */
function mirror(index: number, n: number): number {
  if (n === 1) return 0;
  const period = 2 * n - 2;
  const wrapped = ((index % period) + period) % period;
  return wrapped < n ? wrapped : period - wrapped;
}

/** The four cubic B-spline weights for a fraction in [0, 1). */
function splineWeights(f: number, weights: Float64Array): void {
  const g = 1 - f;
  weights[0] = (g * g * g) / 6;
  weights[1] = (4 - 6 * f * f + 3 * f * f * f) / 6;
  weights[2] = (4 - 6 * g * g + 3 * g * g * g) / 6;
  weights[3] = (f * f * f) / 6;
}

/** Cubic B-spline over coefficients (see splineCoefficients), mirrored at the borders. */
export function splineSampler(coefficients: Float32Array, [ni, nj, nk]: Triple): RowSampler {
  const wx = new Float64Array(4);
  const wy = new Float64Array(4);
  const wz = new Float64Array(4);
  const ix = new Int32Array(4);
  return ({ start, step, from, to }, out, at) => {
    for (let n = from; n < to; n++) {
      const x = start[0]! + n * step[0]!;
      const y = start[1]! + n * step[1]!;
      const z = start[2]! + n * step[2]!;
      const i = Math.floor(x) - 1;
      const j = Math.floor(y) - 1;
      const k = Math.floor(z) - 1;
      splineWeights(x - i - 1, wx);
      splineWeights(y - j - 1, wy);
      splineWeights(z - k - 1, wz);
      for (let c = 0; c < 4; c++) ix[c] = i >= 0 && i + 3 < ni ? i + c : mirror(i + c, ni);
      let sum = 0;
      for (let c = 0; c < 4; c++) {
        const planeAt = nj * mirror(k + c, nk);
        let plane = 0;
        for (let b = 0; b < 4; b++) {
          const p = ni * (planeAt + mirror(j + b, nj));
          const line =
            wx[0]! * coefficients[p + ix[0]!]! +
            wx[1]! * coefficients[p + ix[1]!]! +
            wx[2]! * coefficients[p + ix[2]!]! +
            wx[3]! * coefficients[p + ix[3]!]!;
          plane += wy[b]! * line;
        }
        sum += wz[c]! * plane;
      }
      out[at + n] = sum;
    }
  };
}
