/**
 * Mean of every channel over all pixels of an image.
 */

import type { LowerContext, Op, Tensor } from '../graph/operation.ts';
import { refuseShapes, type Shape } from '../graph/shape.ts';
import { apply } from '../graph/tensor.ts';

/** The operation; see `averagePool`. */
export const averagePoolOp: Op<null> = {
  name: 'averagePool',
  shape([image]) {
    if (image!.length !== 4) refuseShapes('averagePool', [image!], 'Needed an image [N, H, W, C].');
    return [image![0]!, image![3]!];
  },
  gradient: ({ inputs: [image], outputGradient }) => [
    apply(averagePoolGradientOp, [outputGradient], { image: image!.shape }),
  ],
  lower: {
    gemm: ({ inputs: [image], emit, value }) =>
      emit.node('MatMul', [emit.node('Transpose', [poolMatrix(emit, image!.shape)]), value(0)]),
    conv: ({ emit, value, output }) => {
      const pooled = emit.node('GlobalAveragePool', [value(0)]);
      return emit.node('Reshape', [pooled, emit.integers(...output.shape)]);
    },
  },
};

/** Gradient: every pixel receives its image's gradient, divided by the number of pixels. */
const averagePoolGradientOp: Op<{ readonly image: Shape }> = {
  name: 'averagePoolGradient',
  shape: (_, { image }) => image,
  lower: {
    gemm: ({ attributes, emit, value }) =>
      emit.node('MatMul', [poolMatrix(emit, attributes.image), value(0)]),
  },
};

/** A matrix [N*H*W, N] with 1 / (H*W) where the pixel belongs to the image. */
function poolMatrix(emit: LowerContext<null>['emit'], image: Shape): string {
  const [batch, pixels] = [image[0]!, image[1]! * image[2]!];
  return emit.constant(`pool ${batch} ${pixels}`, () => {
    const data = new Float32Array(batch * pixels * batch);
    for (let row = 0; row < batch * pixels; row++) data[row * batch + Math.floor(row / pixels)] = 1 / pixels;
    return { dims: [batch * pixels, batch], data };
  });
}

/**
 * Mean of every channel over all pixels.
 *
 * @param image Image [N, H, W, C].
 * @returns Matrix [N, C].
 * @throws EngineError `graph/shape` when the value is not an image.
 */
export function averagePool(image: Tensor): Tensor {
  return apply(averagePoolOp, [image], null);
}
