/**
 * Multiplies two values element by element; a row or a scalar is repeated.
 */

import type { LowerContext, Op, Tensor } from '../graph/operation.ts';
import { broadcastShape } from '../graph/shape.ts';
import { apply } from '../graph/tensor.ts';

import { sumTo } from './broadcast.ts';

const lower = ({ emit, value }: LowerContext<null>): string => emit.node('Mul', [value(0), value(1)]);

/** The operation; see `multiply`. */
export const multiplyOp: Op<null> = {
  name: 'multiply',
  shape: ([a, b]) => broadcastShape('multiply', a!, b!),
  gradient({ inputs: [a, b], outputGradient, needs }) {
    return [
      needs(0) ? sumTo(multiply(outputGradient, b!), a!.shape) : undefined,
      needs(1) ? sumTo(multiply(outputGradient, a!), b!.shape) : undefined,
    ];
  },
  lower: { gemm: lower, conv: lower },
};

/**
 * Multiplies two values element by element; a row or a scalar is repeated.
 *
 * @param a Left operand.
 * @param b Right operand; extents are equal or 1.
 * @throws EngineError `graph/shape` when an axis differs and neither extent is 1.
 */
export function multiply(a: Tensor, b: Tensor): Tensor {
  return apply(multiplyOp, [a, b], null);
}
