/**
 * Takes the largest value under a 3x3 window of stride 2, channel by channel.
 */

import type { LowerContext, Op, Tensor } from '../graph/operation.ts';
import { refuseShapes } from '../graph/shape.ts';
import { apply } from '../graph/tensor.ts';
import { maxPoolGradientNodes, maxPoolNodes } from './nodes/max-pool.ts';
import { outputExtent, type Window } from './nodes/window.ts';

const geometry = Object.freeze({ kernel: 3, stride: 2, padding: 1 });

const windowOf = (image: Tensor): Window => ({
  batch: image.shape[0]!,
  height: image.shape[1]!,
  width: image.shape[2]!,
  ...geometry,
});

/** The operation; see `maxPool`. */
export const maxPoolOp: Op<null> = {
  name: 'maxPool',
  shape([image]) {
    if (image!.length !== 4) refuseShapes('maxPool', [image!], 'Needed an image [N, H, W, C].');
    const [rows, columns] = [outputExtent(image![1]!, geometry), outputExtent(image![2]!, geometry)];
    return [image![0]!, rows, columns, image![3]!];
  },
  gradient: ({ inputs: [image], output, outputGradient }) => [
    apply(maxPoolGradientOp, [image!, output, outputGradient], null),
  ],
  lower: { gemm: lowerMatrix, conv: lowerPlanar },
};

function lowerMatrix({ inputs: [image], emit, value }: LowerContext<null>): string {
  return maxPoolNodes(emit, value(0), { window: windowOf(image!), channels: image!.shape[3]! });
}

function lowerPlanar({ emit, value }: LowerContext<null>): string {
  return emit.node('MaxPool', [value(0)], { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] });
}

/** Gradient: inputs are the image, the pooled image and its gradient. Equal maxima in one window all receive it. */
export const maxPoolGradientOp: Op<null> = {
  name: 'maxPoolGradient',
  shape: ([image]) => image!,
  lower: {
    gemm: ({ inputs: [image], emit, value }) =>
      maxPoolGradientNodes(
        emit,
        { image: value(0), pooled: value(1), gradient: value(2) },
        { window: windowOf(image!), channels: image!.shape[3]! },
      ),
  },
};

/**
 * Largest value under each 3x3 window, stride 2, border of one pixel that never wins.
 *
 * @param image Image [N, H, W, C].
 * @returns Image [N, ceil(H/2), ceil(W/2), C].
 * @throws EngineError `graph/shape` when the value is not an image.
 */
export function maxPool(image: Tensor): Tensor {
  return apply(maxPoolOp, [image], null);
}
