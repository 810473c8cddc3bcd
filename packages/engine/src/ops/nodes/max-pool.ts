/**
 * Max pooling and its gradient over matrices of pixels.
 *
 * The gradient asks, for every pixel and every window that reads it, whether the pixel equals the window's maximum.
 */

import type { Emitter } from '../../graph/emitter.ts';
import { outputExtent, readerRows, type Window } from './window.ts';

/** Geometry of pooling. */
export interface PoolForm {
  readonly window: Window;
  readonly channels: number;
}

/**
 * Name of the pooled image, a matrix [outputs, C].
 *
 * @param emit Where nodes go.
 * @param image Name of a matrix [N*H*W, C].
 * @param form Geometry.
 */
export function maxPoolNodes(emit: Emitter, image: string, { window, channels }: PoolForm): string {
  const { batch, height, width, kernel, stride, padding } = window;
  const square = emit.node('Reshape', [image, emit.integers(batch, height, width, channels)]);
  const planar = emit.node('Transpose', [square], { perm: [0, 3, 1, 2] });
  const pooled = emit.node('MaxPool', [planar], {
    kernel_shape: [kernel, kernel],
    strides: [stride, stride],
    pads: [padding, padding, padding, padding],
  });
  const back = emit.node('Transpose', [pooled], { perm: [0, 2, 3, 1] });
  const outputs = batch * outputExtent(height, window) * outputExtent(width, window);
  return emit.node('Reshape', [back, emit.integers(outputs, channels)]);
}

/**
 * Name of the gradient with respect to the image.
 *
 * @param emit Where nodes go.
 * @param names Image, pooled image and the pooled image's gradient.
 * @param form Geometry.
 */
export function maxPoolGradientNodes(
  emit: Emitter,
  names: { image: string; pooled: string; gradient: string },
  { window, channels }: PoolForm,
): string {
  const row = (fill: number): string =>
    emit.constant(`row of ${channels} times ${fill}`, () => ({
      dims: [1, channels],
      data: new Float32Array(channels).fill(fill),
    }));
  const pooled = emit.node('Concat', [names.pooled, row(3e38)], { axis: 0 });
  const gradient = emit.node('Concat', [names.gradient, row(0)], { axis: 0 });
  const key = `pool readers ${Object.values(window).join(' ')}`;
  const parts = readerRows(window, false).map((list, index) => {
    const rows = emit.constant(`${key} ${index}`, () => ({ dims: [list.length], data: list }));
    const equal = emit.node('Equal', [emit.node('Gather', [pooled, rows], { axis: 0 }), names.image]);
    const mask = emit.node('Cast', [equal], { to: 1 });
    return emit.node('Mul', [emit.node('Gather', [gradient, rows], { axis: 0 }), mask]);
  });
  return parts.reduce((sum, part) => emit.node('Add', [sum, part]));
}
