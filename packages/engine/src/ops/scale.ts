/**
 * Multiplies a value by a number that is fixed when the graph is built.
 */

import type { LowerContext, Op, Tensor } from '../graph/operation.ts';
import { apply } from '../graph/tensor.ts';

/** Attributes: the number. */
export interface ScaleAttributes {
  readonly factor: number;
}

const lower = ({ attributes, emit, value }: LowerContext<ScaleAttributes>): string =>
  emit.node('Mul', [value(0), emit.scalar(attributes.factor)]);

/** The operation; see `scale`. */
export const scaleOp: Op<ScaleAttributes> = {
  name: 'scale',
  shape: ([shape]) => shape!,
  gradient: ({ outputGradient, attributes }) => [scale(outputGradient, attributes.factor)],
  lower: { gemm: lower, conv: lower },
};

/**
 * Multiplies every element by a fixed number.
 *
 * @param tensor Any graph value.
 * @param factor Any finite number.
 */
export function scale(tensor: Tensor, factor: number): Tensor {
  return apply(scaleOp, [tensor], { factor });
}
