/**
 * Smooth fields over a grid as a lattice of cubic B-spline coefficients: fitted to values, refined, and drawn.
 *
 * Everything runs along one axis after the other, which makes a fit of a hundred thousand values a matter of
 * milliseconds. Knows nothing of images.
 *
 * @see Lee, Wolberg, Shin, IEEE Trans Vis Comput Graph 3 (1997) 228-244.
 */
import type { Triple } from '../volume.ts';

/** Spline weights of the grid points along one axis. */
export interface AxisWeights {
  readonly points: number;
  readonly coefficients: number;
  /** First of the four coefficients that a point depends on. */
  readonly first: Int32Array;
  /** Four weights for each point. */
  readonly weights: Float64Array;
}

/** Coefficients of a field: spans + 3 along each axis, i-fastest. */
export interface Lattice {
  readonly spans: Triple;
  readonly coefficients: Float64Array;
}

/** Weights of points that lie at `at` in [0, 1] of the axis, which is divided into `spans` pieces. */
export function axisWeights(at: ArrayLike<number>, spans: number): AxisWeights {
  const points = at.length;
  const first = new Int32Array(points);
  const weights = new Float64Array(4 * points);
  for (let p = 0; p < points; p++) {
    const u = Math.min(1, Math.max(0, at[p]!)) * spans;
    const base = Math.min(spans - 1, Math.floor(u));
    const f = u - base;
    const g = 1 - f;
    first[p] = base;
    weights.set(
      [g ** 3 / 6, (4 - 6 * f * f + 3 * f ** 3) / 6, (4 - 6 * g * g + 3 * g ** 3) / 6, f ** 3 / 6],
      4 * p,
    );
  }
  return { points, coefficients: spans + 3, first, weights };
}

/** Sizes before, along and after an axis. */
function blocks(size: readonly number[], axis: number): [inner: number, outer: number] {
  let inner = 1;
  for (let a = 0; a < axis; a++) inner *= size[a]!;
  let outer = 1;
  for (let a = axis + 1; a < 3; a++) outer *= size[a]!;
  return [inner, outer];
}

/** The axis that is worked along, and its weights. */
interface Along {
  readonly axis: number;
  readonly w: AxisWeights;
}

/** Along one axis: coefficients to points. */
function drawAxis(values: Float64Array, size: number[], { axis, w }: Along): Float64Array {
  const [inner, outer] = blocks(size, axis);
  const out = new Float64Array(inner * w.points * outer);
  for (let o = 0; o < outer; o++) {
    for (let p = 0; p < w.points; p++) {
      const from = (o * w.coefficients + w.first[p]!) * inner;
      const to = (o * w.points + p) * inner;
      const [a, b, c, d] = [
        w.weights[4 * p]!,
        w.weights[4 * p + 1]!,
        w.weights[4 * p + 2]!,
        w.weights[4 * p + 3]!,
      ];
      for (let n = 0; n < inner; n++) {
        const at = from + n;
        out[to + n] =
          a * values[at]! +
          b * values[at + inner]! +
          c * values[at + 2 * inner]! +
          d * values[at + 3 * inner]!;
      }
    }
  }
  size[axis] = w.points;
  return out;
}

/** Along one axis: point values times weights to a power, gathered at the coefficients. */
function gatherAxis(
  values: Float64Array,
  size: number[],
  { axis, w, power }: Along & { power: number },
): Float64Array {
  const [inner, outer] = blocks(size, axis);
  const out = new Float64Array(inner * w.coefficients * outer);
  const raised = w.weights.map((v) => v ** power);
  for (let o = 0; o < outer; o++) {
    for (let p = 0; p < w.points; p++) {
      const from = (o * w.points + p) * inner;
      for (let tap = 0; tap < 4; tap++) {
        const weight = raised[4 * p + tap]!;
        const to = (o * w.coefficients + w.first[p]! + tap) * inner;
        for (let n = 0; n < inner; n++) out[to + n]! += weight * values[from + n]!;
      }
    }
  }
  size[axis] = w.coefficients;
  return out;
}

type Axes = readonly [AxisWeights, AxisWeights, AxisWeights];

/** The field at every point of a grid. */
export function drawLattice({ spans, coefficients }: Lattice, axes: Axes): Float64Array {
  const size = spans.map((s) => s + 3);
  let values = coefficients;
  for (const axis of [0, 1, 2] as const) values = drawAxis(values, size, { axis, w: axes[axis] });
  return values;
}

function gather(values: Float64Array, axes: Axes, power: number): Float64Array {
  const size = axes.map((w) => w.points);
  let out = values;
  for (const axis of [2, 1, 0] as const) out = gatherAxis(out, size, { axis, w: axes[axis], power });
  return out;
}

/** One over the product of the three sums of squared weights at every inside point; 0 outside. */
function sharesOf(inside: Uint8Array, axes: Axes): Float64Array {
  const squares = axes.map((w) =>
    Float64Array.from({ length: w.points }, (_, p) => sumOfSquares(w.weights, 4 * p)),
  );
  const [a, b, c] = [squares[0]!, squares[1]!, squares[2]!];
  const shares = new Float64Array(inside.length);
  let at = 0;
  for (let k = 0; k < c.length; k++) {
    for (let j = 0; j < b.length; j++) {
      const row = b[j]! * c[k]!;
      for (let i = 0; i < a.length; i++, at++) if (inside[at] !== 0) shares[at] = 1 / (a[i]! * row);
    }
  }
  return shares;
}

/** Fits lattices to values on the points where `inside` is not 0; made once for a grid and a number of spans. */
export function latticeFitter(
  inside: Uint8Array,
  axes: Axes,
  spans: Triple,
): (values: Float64Array) => Lattice {
  const denominator = gather(
    Float64Array.from(inside, (v) => (v === 0 ? 0 : 1)),
    axes,
    2,
  );
  const shares = sharesOf(inside, axes);
  const weighted = new Float64Array(inside.length);
  return (values) => {
    for (let at = 0; at < weighted.length; at++) weighted[at] = shares[at]! * values[at]!;
    const numerator = gather(weighted, axes, 3);
    return {
      spans,
      coefficients: numerator.map((v, at) => (denominator[at]! > 1e-12 ? v / denominator[at]! : 0)),
    };
  };
}

function sumOfSquares(weights: Float64Array, at: number): number {
  return weights[at]! ** 2 + weights[at + 1]! ** 2 + weights[at + 2]! ** 2 + weights[at + 3]! ** 2;
}

/** The same field on a lattice with twice as many spans along every axis. */
export function refineLattice(lattice: Lattice): Lattice {
  let values = lattice.coefficients;
  const size = lattice.spans.map((s) => s + 3);
  for (let axis = 0; axis < 3; axis++) {
    const [inner, outer] = blocks(size, axis);
    const n = size[axis]!;
    const next = 2 * (n - 3) + 3;
    const out = new Float64Array(inner * next * outer);
    for (let o = 0; o < outer; o++) {
      for (let c = 0; c < next; c++) {
        const from = (o * n + (c >> 1)) * inner;
        const to = (o * next + c) * inner;
        const odd = c % 2 === 1;
        for (let q = 0; q < inner; q++) {
          const [a, b] = [values[from + q]!, values[from + inner + q]!];
          out[to + q] = odd ? (a + 6 * b + values[from + 2 * inner + q]!) / 8 : (a + b) / 2;
        }
      }
    }
    values = out;
    size[axis] = next;
  }
  const [i, j, k] = lattice.spans;
  return { spans: [2 * i, 2 * j, 2 * k], coefficients: values };
}

/** The sum of two fields on lattices of the same spans. */
export function addLattices(a: Lattice, b: Lattice): Lattice {
  return { spans: a.spans, coefficients: a.coefficients.map((v, at) => v + b.coefficients[at]!) };
}
