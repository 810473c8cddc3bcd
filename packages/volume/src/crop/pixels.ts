/**
 * One slice resampled to a square of pixels: bilinear, widened to the pixel when pixels are larger than voxels.
 *
 * Works along i and along j one after the other with weights made once for all slices.
 */
import type { Volume } from '../volume.ts';

/** How pixels lie along one axis of a slice. */
export interface PixelAxis {
  readonly pixels: number;
  readonly voxels: number;
  /** Voxel index of the middle of the row of pixels. */
  readonly centreVoxel: number;
  readonly voxelsPerPixel: number;
  /** Whether voxels beyond the border count as the outermost one; otherwise as the outside value. */
  readonly extendEdge: boolean;
}

/** For each pixel: which voxels it is made of and how much of each. */
export interface PixelWeights {
  readonly first: Int32Array;
  readonly count: Int32Array;
  /** `taps` numbers for each pixel. */
  readonly weights: Float32Array;
  readonly taps: number;
  /** Share of each pixel that is the outside value. */
  readonly outside: Float32Array;
  readonly voxels: number;
}

/**
 * The share of each voxel from `low` to `high` in a pixel that lies at `at`: a triangle, tilted a little so that the
 * shares' centre of gravity is the pixel's place. Whole voxels under a triangle of any width are heavier on one side,
 * which would move what the pixel shows by up to a tenth of a voxel.
 */
function sharesOf(at: number, reach: number, [low, high]: readonly [number, number]): number[] {
  const triangle: number[] = [];
  let [sum, first, second] = [0, 0, 0];
  for (let v = low; v <= high; v++) {
    const height = Math.max(0, 1 - Math.abs(v - at) / reach);
    triangle.push(height);
    sum += height;
    first += height * (v - at);
    second += height * (v - at) ** 2;
  }
  const tilt = second > 0 ? -first / second : 0;
  const total = sum + tilt * first;
  return triangle.map((height, n) => (height * (1 + tilt * (low + n - at))) / total);
}

/** Weights of a triangle as wide as a pixel or a voxel, whichever is larger. */
export function pixelWeights(axis: PixelAxis): PixelWeights {
  const { pixels, voxels, centreVoxel, voxelsPerPixel } = axis;
  const reach = Math.max(1, voxelsPerPixel);
  const taps = 2 * Math.ceil(reach) + 1;
  const first = new Int32Array(pixels);
  const count = new Int32Array(pixels);
  const weights = new Float32Array(pixels * taps);
  const outside = new Float32Array(pixels);
  for (let p = 0; p < pixels; p++) {
    const at = centreVoxel + (p + 0.5 - pixels / 2) * voxelsPerPixel;
    const low = Math.ceil(at - reach);
    const high = Math.floor(at + reach);
    const from = Math.min(voxels - 1, Math.max(0, low));
    first[p] = from;
    const shares = sharesOf(at, reach, [low, high]);
    for (let v = low; v <= high; v++) {
      const share = shares[v - low]!;
      const inside = Math.min(voxels - 1, Math.max(0, v));
      if (inside !== v && !axis.extendEdge) {
        outside[p]! += share;
        continue;
      }
      weights[p * taps + inside - from]! += share;
      count[p] = Math.max(count[p]!, inside - from + 1);
    }
  }
  return { first, count, weights, taps, outside, voxels };
}

/** Where the pixels of a slice go and what lies outside. */
export interface SliceJob {
  readonly along: readonly [i: PixelWeights, j: PixelWeights];
  readonly outside: number;
  /** pixels x pixels, i fastest. */
  readonly out: Float32Array;
}

/** Fills `out` from slice k of a volume. */
export function sampleSlice(
  volume: Volume,
  k: number,
  { along: [alongI, alongJ], outside, out }: SliceJob,
): void {
  const [ni, nj] = volume.geometry.size;
  const columns = alongI.first.length;
  const rows = new Float32Array(nj * columns);
  const firstRow = Math.min(...alongJ.first);
  let lastRow = 0;
  alongJ.first.forEach((from, p) => {
    lastRow = Math.max(lastRow, from + alongJ.count[p]! - 1);
  });
  for (let j = firstRow; j <= lastRow; j++) {
    const base = ni * (j + nj * k);
    for (let x = 0; x < columns; x++) {
      let sum = alongI.outside[x]! * outside;
      const from = base + alongI.first[x]!;
      const w = x * alongI.taps;
      for (let t = 0; t < alongI.count[x]!; t++) sum += alongI.weights[w + t]! * volume.data[from + t]!;
      rows[j * columns + x] = sum;
    }
  }
  for (let y = 0; y < alongJ.first.length; y++) {
    const w = y * alongJ.taps;
    const from = alongJ.first[y]!;
    for (let x = 0; x < columns; x++) {
      let sum = alongJ.outside[y]! * outside;
      for (let t = 0; t < alongJ.count[y]!; t++)
        sum += alongJ.weights[w + t]! * rows[(from + t) * columns + x]!;
      out[y * columns + x] = sum;
    }
  }
}
