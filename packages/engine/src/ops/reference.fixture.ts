/**
 * Every operation once more in plain float64 loops, for tests: what the graph must give, and what is differentiated
 * numerically. Written from the definitions, sharing nothing with the lowerings.
 */

import { outputExtent } from './nodes/window.ts';

/** A value with its shape. */
export interface Plain {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

/** Makes a value from a function of the element's coordinates. */
export function build(shape: readonly number[], element: (at: readonly number[]) => number): Plain {
  const data = new Float64Array(shape.reduce((product, extent) => product * extent, 1));
  for (let index = 0; index < data.length; index++) {
    let rest = index;
    const at = new Array<number>(shape.length);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      at[axis] = rest % shape[axis]!;
      rest = Math.floor(rest / shape[axis]!);
    }
    data[index] = element(at);
  }
  return { shape, data };
}

/** Element at coordinates; an axis of extent 1 repeats, missing leading axes are ignored. */
export function at(value: Plain, coordinates: readonly number[]): number {
  const skip = coordinates.length - value.shape.length;
  const index = value.shape.reduce(
    (sum, extent, axis) => sum * extent + (extent === 1 ? 0 : coordinates[axis + skip]!),
    0,
  );
  return value.data[index]!;
}

/** Elementwise result of two values, the first one the larger. */
export function elementwise(a: Plain, b: Plain, join: (a: number, b: number) => number): Plain {
  return build(a.shape, (where) => join(at(a, where), at(b, where)));
}

/** Elementwise result of one value. */
export function each(a: Plain, change: (value: number) => number): Plain {
  return { shape: a.shape, data: a.data.map(change) };
}

/** Sum over rows of a function along the last axis. */
function alongLast(a: Plain, row: (values: Float64Array) => Float64Array): Plain {
  const width = a.shape[a.shape.length - 1]!;
  const data = new Float64Array(a.data.length);
  for (let start = 0; start < data.length; start += width)
    data.set(row(a.data.subarray(start, start + width)), start);
  return { shape: a.shape, data };
}

/** Shares along the last axis. */
export const softmax = (a: Plain): Plain =>
  alongLast(a, (row) => {
    const powers = row.map(Math.exp);
    const sum = powers.reduce((x, y) => x + y);
    return powers.map((power) => power / sum);
  });

/** Rows of mean zero and variance one. */
export const standardise = (a: Plain, epsilon: number): Plain =>
  alongLast(a, (row) => {
    const mean = row.reduce((x, y) => x + y) / row.length;
    const variance = row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / row.length;
    return row.map((value) => (value - mean) / Math.sqrt(variance + epsilon));
  });

/** Batch normalisation over all axes but the last. */
export function batchNorm(x: Plain, { gamma, beta }: { gamma: Plain; beta: Plain }, epsilon: number): Plain {
  const channels = gamma.shape[1]!;
  const rows = x.data.length / channels;
  const [mean, variance] = [new Float64Array(channels), new Float64Array(channels)];
  x.data.forEach((value, index) => {
    mean[index % channels]! += value / rows;
  });
  x.data.forEach((value, index) => {
    variance[index % channels]! += (value - mean[index % channels]!) ** 2 / rows;
  });
  const data = x.data.map((value, index) => {
    const c = index % channels;
    return (gamma.data[c]! * (value - mean[c]!)) / Math.sqrt(variance[c]! + epsilon) + beta.data[c]!;
  });
  return { shape: x.shape, data };
}

/** The error function, by its series (accurate to 1e-15 for |x| < 4). */
export function erf(x: number): number {
  let [sum, term] = [x, x];
  for (let n = 1; n < 80; n++) {
    term *= (-x * x) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}

/** Product of stacks [P, m, k] and [P, k, n]; matrices are stacks of one. */
export function product(a: Plain, b: Plain, transposes: readonly [boolean, boolean]): Plain {
  const [rowsA, columnsA] = a.shape.slice(-2) as [number, number];
  const [rowsB, columnsB] = b.shape.slice(-2) as [number, number];
  const [m, k] = transposes[0] ? [columnsA, rowsA] : [rowsA, columnsA];
  const n = transposes[1] ? rowsB : columnsB;
  return build([...a.shape.slice(0, -2), m, n], (where) => {
    const [head, [i, j]] = [where.slice(0, -2), where.slice(-2) as [number, number]];
    let sum = 0;
    for (let q = 0; q < k; q++)
      sum +=
        at(a, [...head, ...(transposes[0] ? [q, i] : [i, q])]) *
        at(b, [...head, ...(transposes[1] ? [j, q] : [q, j])]);
    return sum;
  });
}

/** A convolution from its definition; weights are [k * k * C, O]. */
export function convolution(
  image: Plain,
  weights: Plain,
  { kernel, stride, padding }: { kernel: number; stride: number; padding: number },
): Plain {
  const [batch, height, width, channels] = image.shape as [number, number, number, number];
  const extent = (size: number): number => outputExtent(size, { kernel, stride, padding });
  return build([batch, extent(height), extent(width), weights.shape[1]!], ([n, y, x, o]) => {
    let sum = 0;
    for (let u = 0; u < kernel; u++)
      for (let v = 0; v < kernel; v++) {
        const [i, j] = [y! * stride + u - padding, x! * stride + v - padding];
        if (i < 0 || j < 0 || i >= height || j >= width) continue;
        for (let c = 0; c < channels; c++)
          sum += at(image, [n!, i, j, c]) * at(weights, [(u * kernel + v) * channels + c, o!]);
      }
    return sum;
  });
}

/** Max pooling 3x3, stride 2, padding 1. */
export function maxPool(image: Plain): Plain {
  const [batch, height, width, channels] = image.shape as [number, number, number, number];
  return build([batch, Math.ceil(height / 2), Math.ceil(width / 2), channels], ([n, y, x, c]) => {
    let best = Number.NEGATIVE_INFINITY;
    for (let i = 2 * y! - 1; i <= 2 * y! + 1; i++)
      for (let j = 2 * x! - 1; j <= 2 * x! + 1; j++)
        if (i >= 0 && j >= 0 && i < height && j < width) best = Math.max(best, at(image, [n!, i, j, c!]));
    return best;
  });
}

/** Means over height and width. */
export function averagePool(image: Plain): Plain {
  const [batch, height, width, channels] = image.shape as [number, number, number, number];
  return build([batch, channels], ([n, c]) => {
    let sum = 0;
    for (let i = 0; i < height; i++) for (let j = 0; j < width; j++) sum += at(image, [n!, i, j, c!]);
    return sum / (height * width);
  });
}
