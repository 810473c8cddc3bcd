/**
 * One over the standard deviation, from a variance: 1 / sqrt(variance + epsilon).
 */

import type { Op, Tensor } from '../graph/operation.ts';
import { apply } from '../graph/tensor.ts';
import { multiply } from './multiply.ts';
import { scale } from './scale.ts';

/** The operation; see `inverseDeviation`. */
export const inverseDeviationOp: Op<{ readonly epsilon: number }> = {
  name: 'inverseDeviation',
  shape: ([variance]) => variance!,
  gradient({ output, outputGradient }) {
    const cubed = multiply(output, multiply(output, output));
    return [scale(multiply(outputGradient, cubed), -0.5)];
  },
  lower: {
    gemm: ({ attributes, emit, value }) =>
      emit.node('Reciprocal', [
        emit.node('Sqrt', [emit.node('Add', [value(0), emit.scalar(attributes.epsilon)])]),
      ]),
  },
};

/**
 * One over the standard deviation.
 *
 * @param variance Variances, none negative.
 * @param epsilon Added before the root, so that a constant channel stays finite.
 */
export function inverseDeviation(variance: Tensor, epsilon: number): Tensor {
  return apply(inverseDeviationOp, [variance], { epsilon });
}
