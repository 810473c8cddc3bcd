/**
 * Divides one value by another element by element; a row or a scalar is repeated.
 */

import type { LowerContext, Op, Tensor } from '../graph/operation.ts';
import { broadcastShape } from '../graph/shape.ts';
import { apply } from '../graph/tensor.ts';
import { sumTo } from './broadcast.ts';
import { multiply } from './multiply.ts';
import { scale } from './scale.ts';

const lower = ({ emit, value }: LowerContext<null>): string => emit.node('Div', [value(0), value(1)]);

/** The operation; see `divide`. */
export const divideOp: Op<null> = {
  name: 'divide',
  shape: ([a, b]) => broadcastShape('divide', a!, b!),
  gradient({ inputs: [a, b], output, outputGradient, needs }) {
    return [
      needs(0) ? sumTo(divide(outputGradient, b!), a!.shape) : undefined,
      needs(1) ? sumTo(scale(divide(multiply(outputGradient, output), b!), -1), b!.shape) : undefined,
    ];
  },
  lower: { gemm: lower, conv: lower },
};

/**
 * Divides one value by another element by element; a row or a scalar is repeated.
 *
 * @param a Left operand.
 * @param b Right operand; extents are equal or 1.
 * @throws EngineError `graph/shape` when an axis differs and neither extent is 1.
 */
export function divide(a: Tensor, b: Tensor): Tensor {
  return apply(divideOp, [a, b], null);
}
