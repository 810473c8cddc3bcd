/**
 * Gathers the pixels under a convolution's window into the rows of a matrix.
 *
 * Emits a Pad and one Gather. Knows the geometry; nothing of weights or gradients.
 */

import type { Emitter } from '../../onnx/emitter.ts';
import { outputExtent, tapRows, type Window } from './window.ts';

/** What is gathered, and how. */
export interface Patches {
  readonly window: Window;
  readonly channels: number;
  /** Whether taps run backwards. */
  readonly reversed?: boolean;
  /**
   * Name of a matrix that the gathered rows are made to depend on. A backward pass gives the incoming gradient,
   * so that the large matrix is gathered again instead of being kept since the forward pass.
   */
  readonly after?: string;
}

/**
 * Name of the matrix [outputs, kernel^2 * channels] of an image's patches.
 *
 * @param emit Where nodes go.
 * @param image Name of a matrix [N*H*W, channels].
 * @param patches Geometry.
 */
export function patchMatrix(emit: Emitter, image: string, patches: Patches): string {
  const { window, channels, reversed = false } = patches;
  const { batch, height, width, kernel, stride, padding } = window;
  if (kernel === 1 && stride === 1 && padding === 0) return image;
  const outputs = batch * outputExtent(height, window) * outputExtent(width, window);
  const rows = emit.constant(
    `taps ${[batch, height, width, kernel, stride, padding, reversed].join(' ')}`,
    () => ({
      dims: [outputs * kernel * kernel],
      data: tapRows(window, reversed),
    }),
  );
  const gathered = emit.node('Gather', [paddedRows(emit, image, patches), rows], { axis: 0 });
  return kernel === 1
    ? gathered
    : emit.node('Reshape', [gathered, emit.integers(outputs, kernel * kernel * channels)]);
}

/** The image with a border of zeros, as a matrix of pixels. */
function paddedRows(emit: Emitter, image: string, { window, channels, after }: Patches): string {
  const { batch, height, width, padding: p } = window;
  if (p === 0) return image;
  const square = emit.node('Reshape', [image, emit.integers(batch, height, width, channels)]);
  const border = after === undefined ? [] : [zeroFrom(emit, after, 2)];
  const padded = emit.node('Pad', [square, emit.integers(0, p, p, 0, 0, p, p, 0), ...border]);
  return emit.node('Reshape', [padded, emit.integers(batch * (height + 2 * p) * (width + 2 * p), channels)]);
}

/**
 * A zero that cannot be computed before the given value.
 *
 * @param emit Where nodes go.
 * @param value Name of the value.
 * @param axes Its number of axes.
 */
export function zeroFrom(emit: Emitter, value: string, axes: number): string {
  const all = (index: (axis: number) => number): string =>
    emit.integers(...Array.from({ length: axes }, (_, axis) => index(axis)));
  const corner = emit.node('Slice', [value, all(() => 0), all(() => 1), all((axis) => axis)]);
  const scalar = emit.node('Reshape', [
    corner,
    emit.constant('no axes', () => ({ dims: [0], data: new BigInt64Array(0) })),
  ]);
  return emit.node('Mul', [scalar, emit.scalar(0)]);
}

/**
 * Adds, for every pixel, the rows of its readers: the transpose of gathering.
 *
 * @param emit Where nodes go.
 * @param matrix Name of a matrix with one row a reader; a row of zeros is appended here.
 * @param options Key of the index lists, the lists, and the number of columns.
 */
export function sumOfReaders(
  emit: Emitter,
  matrix: string,
  { key, lists, channels }: { key: string; lists: () => readonly Int32Array[]; channels: number },
): string {
  const zeros = emit.constant(`zero row ${channels}`, () => ({
    dims: [1, channels],
    data: new Float32Array(channels),
  }));
  const extended = emit.node('Concat', [matrix, zeros], { axis: 0 });
  const parts = lists().map((list, index) => {
    const rows = emit.constant(`${key} ${index}`, () => ({ dims: [list.length], data: list }));
    return emit.node('Gather', [extended, rows], { axis: 0 });
  });
  return parts.reduce((sum, part) => emit.node('Add', [sum, part]));
}
