/**
 * Square root of every element.
 */

import type { Op, Tensor } from '../graph/operation.ts';
import { apply } from '../graph/tensor.ts';
import { divide } from './divide.ts';
import { scale } from './scale.ts';

/** The operation; see `squareRoot`. */
export const squareRootOp: Op<null> = {
  name: 'squareRoot',
  shape: ([shape]) => shape!,
  gradient: ({ output, outputGradient }) => [scale(divide(outputGradient, output), 0.5)],
  lower: { gemm: ({ emit, value }) => emit.node('Sqrt', [value(0)]) },
};

/**
 * Square root of every element.
 *
 * @param tensor Elements, none negative; the gradient needs them positive.
 */
export function squareRoot(tensor: Tensor): Tensor {
  return apply(squareRootOp, [tensor], null);
}
