/**
 * Reads the same elements under another shape. Images cannot be reshaped: how they lie depends on the lowering.
 */

import type { LowerContext, Op, Tensor } from '../graph/operation.ts';
import { elements, refuseShapes, type Shape, sameShape } from '../graph/shape.ts';
import { apply } from '../graph/tensor.ts';

const lower = ({ attributes, emit, value }: LowerContext<{ readonly shape: Shape }>): string =>
  emit.node('Reshape', [value(0), emit.integers(...attributes.shape)]);

/** The operation; see `reshape`. */
export const reshapeOp: Op<{ readonly shape: Shape }> = {
  name: 'reshape',
  shape([from], { shape }) {
    if (elements(from!) !== elements(shape) || from!.length === 4 || shape.length === 4)
      refuseShapes('reshape', [from!, shape], 'Needed equal numbers of elements and at most three axes.');
    return shape;
  },
  gradient: ({ inputs: [x], outputGradient }) => [reshape(outputGradient, x!.shape)],
  lower: { gemm: lower, conv: lower },
};

/**
 * The same elements under another shape.
 *
 * @param tensor A value of at most three axes.
 * @param shape The wanted shape, at most three axes.
 * @throws EngineError `graph/shape` when the number of elements differs or an image is involved.
 */
export function reshape(tensor: Tensor, shape: Shape): Tensor {
  return sameShape(tensor.shape, shape) ? tensor : apply(reshapeOp, [tensor], { shape });
}
