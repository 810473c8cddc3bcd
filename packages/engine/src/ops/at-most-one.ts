/**
 * Replaces elements above one by one.
 */

import type { Op, Tensor } from '../graph/operation.ts';
import { apply } from '../graph/tensor.ts';

/** The operation; see `atMostOne`. */
export const atMostOneOp: Op<null> = {
  name: 'atMostOne',
  shape: ([shape]) => shape!,
  lower: { gemm: ({ emit, value }) => emit.node('Min', [value(0), emit.scalar(1)]) },
};

/**
 * The smaller of each element and one.
 *
 * @param tensor Any graph value.
 */
export function atMostOne(tensor: Tensor): Tensor {
  return apply(atMostOneOp, [tensor], null);
}
