/**
 * Gathers the pixels under a convolution's window into the rows of a matrix.
 *
 * Emits one Gather; what lies outside the image is a row of zeros behind its pixels, which costs half of putting a border
 * around it. Knows the geometry; nothing of weights or gradients.
 */

import type { Emitter } from '../../graph/emitter.ts';
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
  const { window, channels, reversed = false, after } = patches;
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
  const from =
    padding === 0 ? image : withZeroRow(emit, image, { channels, ...(after && { after: [after, 2] }) });
  const gathered = emit.node('Gather', [from, rows], { axis: 0 });
  return kernel === 1
    ? gathered
    : emit.node('Reshape', [gathered, emit.integers(outputs, kernel * kernel * channels)]);
}

/**
 * Name of a matrix with a row of zeros behind its own.
 *
 * @param emit Where nodes go.
 * @param matrix Name of the matrix.
 * @param form Its columns; `after` is the name of a value that has to be there first, and its number of axes.
 */
export function withZeroRow(
  emit: Emitter,
  matrix: string,
  { channels, after }: { readonly channels: number; readonly after?: readonly [name: string, axes: number] },
): string {
  const zeros = emit.constant(`zero row ${channels}`, () => ({
    dims: [1, channels],
    data: new Float32Array(channels),
  }));
  const row = after === undefined ? zeros : emit.node('Mul', [zeros, cornerOf(emit, ...after)]);
  return emit.node('Concat', [matrix, row], { axis: 0 });
}

/**
 * A zero that cannot be computed before the given value.
 *
 * @param emit Where nodes go.
 * @param value Name of the value.
 * @param axes Its number of axes.
 */
export function zeroFrom(emit: Emitter, value: string, axes: number): string {
  return emit.node('Mul', [cornerOf(emit, value, axes), emit.scalar(0)]);
}

/** A value's first number. */
function cornerOf(emit: Emitter, value: string, axes: number): string {
  const all = (index: (axis: number) => number): string =>
    emit.integers(...Array.from({ length: axes }, (_, axis) => index(axis)));
  const corner = emit.node('Slice', [value, all(() => 0), all(() => 1), all((axis) => axis)]);
  return emit.node('Reshape', [
    corner,
    emit.constant('no axes', () => ({ dims: [0], data: new BigInt64Array(0) })),
  ]);
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
  const extended = withZeroRow(emit, matrix, { channels });
  const parts = lists().map((list, index) => {
    const rows = emit.constant(`${key} ${index}`, () => ({ dims: [list.length], data: list }));
    return emit.node('Gather', [extended, rows], { axis: 0 });
  });
  return parts.reduce((sum, part) => emit.node('Add', [sum, part]));
}
