/**
 * How far a running mean that started from zero has filled up: 1 - decay^steps, in double precision.
 */

import type { Op, Tensor } from '../graph/operation.ts';
import { apply } from '../graph/tensor.ts';

/** The operation; see `biasCorrection`. */
export const biasCorrectionOp: Op<{ readonly decay: number }> = {
  name: 'biasCorrection',
  shape: ([steps]) => steps!,
  lower: {
    gemm({ attributes: { decay }, emit, value }) {
      const double = (number: number): string =>
        emit.constant(`double ${number}`, () => ({ dims: [], data: Float64Array.of(number) }));
      const steps = emit.node('Cast', [value(0)], { to: 11 });
      const missing = emit.node('Pow', [double(decay), steps]);
      return emit.node('Cast', [emit.node('Sub', [double(1), missing])], { to: 1 });
    },
  },
};

/**
 * 1 - decay^steps.
 *
 * @param steps Scalar number of steps taken, at least 1.
 * @param decay Share kept at each step, 0 to below 1.
 */
export function biasCorrection(steps: Tensor, decay: number): Tensor {
  return apply(biasCorrectionOp, [steps], { decay });
}
