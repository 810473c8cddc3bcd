/**
 * log(1 + e^x) of every element: a smooth relu, and minus the log of a probability whose log odds are -x.
 */

import type { Op, Tensor } from '../graph/operation.ts';
import { apply } from '../graph/tensor.ts';
import { multiply } from './multiply.ts';
import { scale } from './scale.ts';

/** The operation; see `softplus`. */
export const softplusOp: Op<null> = {
  name: 'softplus',
  shape: ([shape]) => shape!,
  gradient: ({ inputs: [x], outputGradient }) => [multiply(outputGradient, sigmoid(x!))],
  lower: { gemm: ({ emit, value }) => emit.node('Softplus', [value(0)]) },
};

/** The operation; see `sigmoid`. */
export const sigmoidOp: Op<null> = {
  name: 'sigmoid',
  shape: ([shape]) => shape!,
  gradient({ inputs: [x], output, outputGradient }) {
    const other = sigmoid(scale(x!, -1));
    return [multiply(outputGradient, multiply(output, other))];
  },
  lower: { gemm: ({ emit, value }) => emit.node('Sigmoid', [value(0)]) },
};

/**
 * log(1 + e^x), finite for every x.
 *
 * @param tensor Any graph value but an image.
 */
export function softplus(tensor: Tensor): Tensor {
  return apply(softplusOp, [tensor], null);
}

/**
 * 1 / (1 + e^-x): the probability whose log odds are x.
 *
 * @param tensor Any graph value but an image.
 */
export function sigmoid(tensor: Tensor): Tensor {
  return apply(sigmoidOp, [tensor], null);
}
