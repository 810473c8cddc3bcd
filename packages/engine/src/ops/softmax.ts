/**
 * Turns the last axis into shares that add up to one.
 */

import type { Op, Tensor } from '../graph/operation.ts';
import { apply } from '../graph/tensor.ts';

/** The operation; see `softmax`. */
export const softmaxOp: Op<null> = {
  name: 'softmax',
  shape: ([shape]) => shape!,
  gradient: ({ output, outputGradient }) => [apply(softmaxGradientOp, [outputGradient, output], null)],
  lower: { gemm: ({ emit, value }) => emit.node('Softmax', [value(0)], { axis: -1 }) },
};

/** Gradient: inputs are the output's gradient d and the shares s; s * (d - sum(d * s)). */
const softmaxGradientOp: Op<null> = {
  name: 'softmaxGradient',
  shape: ([shape]) => shape!,
  lower: {
    gemm({ emit, value }) {
      const product = emit.node('Mul', [value(0), value(1)]);
      const sum = emit.node('ReduceSum', [product, emit.integers(-1)], { keepdims: 1 });
      return emit.node('Sub', [product, emit.node('Mul', [value(1), sum])]);
    },
  },
};

/**
 * Shares along the last axis.
 *
 * @param tensor Scores, at most three axes.
 */
export function softmax(tensor: Tensor): Tensor {
  return apply(softmaxOp, [tensor], null);
}
