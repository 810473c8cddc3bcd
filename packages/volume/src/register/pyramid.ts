/**
 * Coarser versions of a scan: smoothed and halved along the axes that are finer than a wanted spacing.
 *
 * Voxel (0, 0, 0) keeps its place. Thick slices stay as they are until the rest is as coarse.
 */
import { spacingMm } from '../geometry/geometry.ts';
import type { Triple, Volume } from '../volume.ts';

/** The scan as Float32, smoothed once by (1 2 1) / 4 in every axis that is finer than `smoothBelowMm`. */
export function smoothed(volume: Volume, smoothBelowMm: number): Volume<Float32Array> {
  const spacing = spacingMm(volume.geometry);
  let data = new Float32Array(volume.data);
  for (let axis = 0; axis < 3; axis++) {
    if (spacing[axis]! < smoothBelowMm && volume.geometry.size[axis]! > 2)
      data = filtered(data, volume.geometry.size, axis);
  }
  return { geometry: volume.geometry, data };
}

/** One pass of (1 2 1) / 4 along an axis; the ends repeat. */
function filtered(data: Float32Array, size: Triple, axis: number): Float32Array<ArrayBuffer> {
  const stride = axis === 0 ? 1 : axis === 1 ? size[0] : size[0] * size[1];
  const n = size[axis]!;
  const out = new Float32Array(data.length);
  for (let outer = 0; outer < data.length; outer += stride * n) {
    for (let q = 0; q < n; q++) {
      const row = outer + q * stride;
      const before = q > 0 ? -stride : 0;
      const after = q < n - 1 ? stride : 0;
      for (let at = row; at < row + stride; at++)
        out[at] = 0.25 * (data[at + before]! + 2 * data[at]! + data[at + after]!);
    }
  }
  return out;
}

/** Every second voxel along an axis of the scan smoothed by (1 4 6 4 1) / 16, which keeps halving free of aliases. */
function halved(volume: Volume<Float32Array>, axis: number): Volume<Float32Array> {
  const { size } = volume.geometry;
  const stride = axis === 0 ? 1 : axis === 1 ? size[0] : size[0] * size[1];
  const n = size[axis]!;
  const half = Math.ceil(n / 2);
  const { data } = volume;
  const out = new Float32Array((data.length / n) * half);
  const clamped = (q: number): number => (q < 0 ? 0 : q > n - 1 ? n - 1 : q) * stride;
  let to = 0;
  for (let outer = 0; outer < data.length; outer += stride * n) {
    for (let q = 0; q < n; q += 2) {
      const [a, b, c, d, e] = [clamped(q - 2), clamped(q - 1), clamped(q), clamped(q + 1), clamped(q + 2)];
      for (let at = outer; at < outer + stride; at++) {
        out[to++] =
          (data[at + a]! + data[at + e]! + 4 * (data[at + b]! + data[at + d]!) + 6 * data[at + c]!) / 16;
      }
    }
  }
  const next = size.map((m, at) => (at === axis ? half : m));
  const indexToLpsMm = Float64Array.from(volume.geometry.indexToLpsMm);
  for (let row = 0; row < 3; row++) indexToLpsMm[row * 4 + axis]! *= 2;
  return { geometry: { size: [next[0]!, next[1]!, next[2]!], indexToLpsMm }, data: out };
}

/** The scan halved along every axis as long as its spacing stays at or below `spacing` mm. */
export function coarsened(volume: Volume<Float32Array>, spacing: number): Volume<Float32Array> {
  let result = volume;
  for (let axis = 0; axis < 3; axis++) {
    while (spacingMm(result.geometry)[axis]! * 2 <= spacing * 1.01 && result.geometry.size[axis]! >= 8)
      result = halved(result, axis);
  }
  return result;
}

/**
 * The scan at several spacings, each made from the next finer one.
 *
 * @param levelsMm Spacings in mm, any order.
 * @returns One volume for each level, in the order given.
 */
export function pyramidOf(volume: Volume<Float32Array>, levelsMm: readonly number[]): Volume<Float32Array>[] {
  const made = new Map<number, Volume<Float32Array>>();
  let last = volume;
  for (const mm of [...levelsMm].sort((a, b) => a - b)) {
    last = coarsened(last, mm);
    made.set(mm, last);
  }
  return levelsMm.map((mm) => made.get(mm)!);
}
