/**
 * Adds two values element by element; a row or a scalar is repeated.
 */

import type { LowerContext, Op, Tensor } from '../graph/operation.ts';
import { broadcastShape } from '../graph/shape.ts';
import { apply } from '../graph/tensor.ts';

import { sumTo } from './broadcast.ts';

const lower = ({ emit, value }: LowerContext<null>): string => emit.node('Add', [value(0), value(1)]);

/** The operation; see `add`. */
export const addOp: Op<null> = {
  name: 'add',
  shape: ([a, b]) => broadcastShape('add', a!, b!),
  gradient({ inputs: [a, b], outputGradient, needs }) {
    return [
      needs(0) ? sumTo(outputGradient, a!.shape) : undefined,
      needs(1) ? sumTo(outputGradient, b!.shape) : undefined,
    ];
  },
  lower: { gemm: lower, conv: lower },
};

/**
 * Adds two values element by element; a row or a scalar is repeated.
 *
 * @param a Left operand.
 * @param b Right operand; extents are equal or 1.
 * @throws EngineError `graph/shape` when an axis differs and neither extent is 1.
 */
export function add(a: Tensor, b: Tensor): Tensor {
  return apply(addOp, [a, b], null);
}
