/**
 * Log of the sum of e^x along the last axis, without overflow.
 */

import type { Op, Tensor } from '../graph/operation.ts';
import { apply } from '../graph/tensor.ts';
import { multiply } from './multiply.ts';
import { softmax } from './softmax.ts';

/** The operation; see `logSumExp`. */
export const logSumExpOp: Op<null> = {
  name: 'logSumExp',
  shape: ([shape]) => [...shape!.slice(0, -1), 1],
  gradient: ({ inputs: [x], outputGradient }) => [multiply(softmax(x!), outputGradient)],
  lower: {
    gemm({ emit, value }) {
      const largest = emit.node('ReduceMax', [value(0), emit.integers(-1)], { keepdims: 1 });
      const powers = emit.node('Exp', [emit.node('Sub', [value(0), largest])]);
      const sum = emit.node('ReduceSum', [powers, emit.integers(-1)], { keepdims: 1 });
      return emit.node('Add', [emit.node('Log', [sum]), largest]);
    },
  },
};

/**
 * log of the sum of e^x along the last axis, which keeps extent 1.
 *
 * @param tensor At most three axes.
 */
export function logSumExp(tensor: Tensor): Tensor {
  return apply(logSumExpOp, [tensor], null);
}
