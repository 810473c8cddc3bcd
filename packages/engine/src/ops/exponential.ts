/**
 * e to the power of every element.
 */

import type { Op, Tensor } from '../graph/operation.ts';
import { apply } from '../graph/tensor.ts';
import { multiply } from './multiply.ts';

/** The operation; see `exponential`. */
export const exponentialOp: Op<null> = {
  name: 'exponential',
  shape: ([shape]) => shape!,
  gradient: ({ output, outputGradient }) => [multiply(outputGradient, output)],
  lower: { gemm: ({ emit, value }) => emit.node('Exp', [value(0)]) },
};

/**
 * e^x of every element.
 *
 * @param tensor Any graph value but an image.
 */
export function exponential(tensor: Tensor): Tensor {
  return apply(exponentialOp, [tensor], null);
}
