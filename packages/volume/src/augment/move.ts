/**
 * Moving the pixels of a crop by any number of spatial steps with one interpolation.
 *
 * For each output pixel the steps are followed backwards to the place it comes from; that place is read once,
 * bilinearly, in every slice. Beyond the border the outermost pixel counts.
 */
import type { AffineStep, ElasticStep, FlipStep, SpatialStep } from './step.ts';

/** Places in the input, one for each output pixel, i-fastest. */
interface Places {
  readonly x: Float32Array;
  readonly y: Float32Array;
}

function flipPlaces({ x, y }: Places, last: number, step: FlipStep): void {
  for (let at = 0; at < x.length; at++) {
    if (step.alongI) x[at] = last - x[at]!;
    if (step.alongJ) y[at] = last - y[at]!;
  }
}

function turnPlaces({ x, y }: Places, last: number, { rotateDegrees, scale, shiftPx }: AffineStep): void {
  const angle = (rotateDegrees * Math.PI) / 180;
  const c = Math.cos(angle) / scale;
  const s = Math.sin(angle) / scale;
  const middle = last / 2;
  for (let at = 0; at < x.length; at++) {
    const dx = x[at]! - middle - shiftPx[0];
    const dy = y[at]! - middle - shiftPx[1];
    x[at] = c * dx + s * dy + middle;
    y[at] = c * dy - s * dx + middle;
  }
}

function bendPlaces({ x, y }: Places, last: number, { gridPoints: n, shiftsPx }: ElasticStep): void {
  const perPixel = (n - 1) / last;
  const clamp = (v: number): number => (v < 0 ? 0 : v > n - 1 ? n - 1 : v);
  for (let at = 0; at < x.length; at++) {
    const u = clamp(x[at]! * perPixel);
    const v = clamp(y[at]! * perPixel);
    const i = Math.min(n - 2, Math.floor(u));
    const j = Math.min(n - 2, Math.floor(v));
    // Smoothstep weights keep the slope continuous across grid lines.
    const a = (u - i) ** 2 * (3 - 2 * (u - i));
    const b = (v - j) ** 2 * (3 - 2 * (v - j));
    const p = i + n * j;
    const q = p + n * n;
    const mix = (k: number): number =>
      (1 - b) * ((1 - a) * shiftsPx[k]! + a * shiftsPx[k + 1]!) +
      b * ((1 - a) * shiftsPx[k + n]! + a * shiftsPx[k + n + 1]!);
    x[at]! += mix(p);
    y[at]! += mix(q);
  }
}

function placesOf(sizePx: number, steps: readonly SpatialStep[]): Places {
  const places = { x: new Float32Array(sizePx * sizePx), y: new Float32Array(sizePx * sizePx) };
  for (let at = 0; at < places.x.length; at++) {
    places.x[at] = at % sizePx;
    places.y[at] = Math.floor(at / sizePx);
  }
  for (const step of [...steps].reverse()) {
    switch (step.name) {
      case 'flip':
        flipPlaces(places, sizePx - 1, step);
        break;
      case 'affine':
        turnPlaces(places, sizePx - 1, step);
        break;
      case 'elastic':
        bendPlaces(places, sizePx - 1, step);
        break;
      default:
        step satisfies never;
    }
  }
  return places;
}

/**
 * The pixels after the spatial steps, in the order in which they are listed.
 *
 * @param data slices x sizePx x sizePx, i-fastest.
 * @returns New pixels; the input is left as it is.
 */
export function movePixels(data: Float32Array, sizePx: number, steps: readonly SpatialStep[]): Float32Array {
  const { x, y } = placesOf(sizePx, steps);
  const out = new Float32Array(data.length);
  const square = sizePx * sizePx;
  const last = sizePx - 1;
  for (let at = 0; at < square; at++) {
    const u = x[at]! < 0 ? 0 : x[at]! > last ? last : x[at]!;
    const v = y[at]! < 0 ? 0 : y[at]! > last ? last : y[at]!;
    const i = u | 0;
    const j = v | 0;
    const fx = u - i;
    const fy = v - j;
    const right = i < last ? 1 : 0;
    const down = j < last ? sizePx : 0;
    for (let p = i + sizePx * j, to = at; to < data.length; p += square, to += square) {
      const top = data[p]! + fx * (data[p + right]! - data[p]!);
      const bottom = data[p + down]! + fx * (data[p + down + right]! - data[p + down]!);
      out[to] = top + fy * (bottom - top);
    }
  }
  return out;
}
