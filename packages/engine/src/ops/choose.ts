/**
 * Takes one of two values, by a number that is 0 or 1.
 */

import type { Op, Tensor } from '../graph/operation.ts';
import { refuseShapes, sameShape } from '../graph/shape.ts';
import { apply } from '../graph/tensor.ts';

/** ONNX's number for the type bool. */
const BOOL = 9;

/** The operation; see `choose`. */
export const chooseOp: Op<null> = {
  name: 'choose',
  shape([flag, one, other]) {
    if (flag!.length !== 0 || !sameShape(one!, other!))
      refuseShapes('choose', [flag!, one!, other!], 'Needed a scalar and two values of one shape.');
    return one!;
  },
  lower: {
    gemm: ({ emit, value }) =>
      emit.node('Where', [emit.node('Cast', [value(0)], { to: BOOL }), value(1), value(2)]),
  },
};

/**
 * `one` where the flag is not 0, else `other`; bit for bit, unlike a weighted sum. It has no gradient.
 *
 * @param flag Scalar.
 * @param one Any value.
 * @param other A value of the same shape.
 * @throws EngineError `graph/shape`.
 */
export function choose(flag: Tensor, one: Tensor, other: Tensor): Tensor {
  return apply(chooseOp, [flag, one, other], null);
}
