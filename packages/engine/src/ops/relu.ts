/**
 * Replaces negative elements by zero.
 */

import type { LowerContext, Op, Tensor } from '../graph/operation.ts';
import { apply } from '../graph/tensor.ts';
import { reluMask } from './relu-mask.ts';

const lower = ({ emit, value }: LowerContext<null>): string => emit.node('Relu', [value(0)]);

/** The operation; see `relu`. */
export const reluOp: Op<null> = {
  name: 'relu',
  shape: ([shape]) => shape!,
  gradient: ({ output, outputGradient }) => [reluMask(outputGradient, output)],
  recompute({ inputs: [x] }, after) {
    const again = x!.node.op.recompute?.(x!.node, after);
    return again && relu(again);
  },
  lower: { gemm: lower, conv: lower },
};

/**
 * Replaces negative elements by zero.
 *
 * @param tensor Any graph value.
 */
export function relu(tensor: Tensor): Tensor {
  return apply(reluOp, [tensor], null);
}
