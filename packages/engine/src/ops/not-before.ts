/**
 * Holds a value back until another one is there.
 *
 * What is computed from it is then computed late, so that it need not be kept in between.
 */

import { matrixExtents } from '../graph/layout.ts';
import type { Op, Tensor } from '../graph/operation.ts';
import { apply } from '../graph/tensor.ts';
import { zeroFrom } from './nodes/patches.ts';

/** The operation; see `notBefore`. */
export const notBeforeOp: Op<null> = {
  name: 'notBefore',
  shape: ([shape]) => shape!,
  lower: {
    gemm: ({ inputs, emit, value }) =>
      emit.node('Add', [value(0), zeroFrom(emit, value(1), matrixExtents(inputs[1]!.shape).length)]),
  },
};

/**
 * The same value, bit for bit, computed after another one.
 *
 * @param tensor A small value: it is copied.
 * @param other What comes first, of at least one axis.
 */
export function notBefore(tensor: Tensor, other: Tensor): Tensor {
  return apply(notBeforeOp, [tensor, other], null);
}
