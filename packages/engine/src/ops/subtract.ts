/**
 * Subtracts one value from another element by element; a row or a scalar is repeated.
 */

import type { LowerContext, Op, Tensor } from '../graph/operation.ts';
import { broadcastShape } from '../graph/shape.ts';
import { apply } from '../graph/tensor.ts';
import { sumTo } from './broadcast.ts';
import { scale } from './scale.ts';

const lower = ({ emit, value }: LowerContext<null>): string => emit.node('Sub', [value(0), value(1)]);

/** The operation; see `subtract`. */
export const subtractOp: Op<null> = {
  name: 'subtract',
  shape: ([a, b]) => broadcastShape('subtract', a!, b!),
  gradient({ inputs: [a, b], outputGradient, needs }) {
    return [
      needs(0) ? sumTo(outputGradient, a!.shape) : undefined,
      needs(1) ? sumTo(scale(outputGradient, -1), b!.shape) : undefined,
    ];
  },
  lower: { gemm: lower, conv: lower },
};

/**
 * Subtracts one value from another element by element; a row or a scalar is repeated.
 *
 * @param a Left operand.
 * @param b Right operand; extents are equal or 1.
 * @throws EngineError `graph/shape` when an axis differs and neither extent is 1.
 */
export function subtract(a: Tensor, b: Tensor): Tensor {
  return apply(subtractOp, [a, b], null);
}
