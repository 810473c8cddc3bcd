/**
 * Puts values behind each other along one axis.
 */

import type { Op, Tensor } from '../graph/operation.ts';
import { refuseShapes } from '../graph/shape.ts';
import { apply } from '../graph/tensor.ts';
import { slice } from './axis.ts';

/** The operation; see `concatenate`. */
export const concatenateOp: Op<{ readonly axis: number }> = {
  name: 'concatenate',
  shape(shapes, { axis }) {
    const first = shapes[0]!;
    const fits = shapes.every(
      (shape) =>
        shape.length === first.length && shape.every((extent, i) => i === axis || extent === first[i]),
    );
    if (!fits || first.length === 4 || first[axis] === undefined)
      refuseShapes('concatenate', shapes, `Needed values that differ only along axis ${axis}.`);
    return first.map((extent, i) =>
      i === axis ? shapes.reduce((sum, shape) => sum + shape[axis]!, 0) : extent,
    );
  },
  gradient({ inputs, outputGradient, attributes: { axis }, needs }) {
    let end = 0;
    return inputs.map((input, index) => {
      const start = end;
      end += input.shape[axis]!;
      return needs(index) ? slice(outputGradient, { axis, start, end }) : undefined;
    });
  },
  lower: {
    gemm: ({ inputs, attributes, emit, value }) =>
      emit.node(
        'Concat',
        inputs.map((_, index) => value(index)),
        { axis: attributes.axis },
      ),
  },
};

/**
 * Values behind each other along one axis.
 *
 * @param tensors Values of at most three axes that differ only along `axis`.
 * @param axis The axis, from 0.
 * @throws EngineError `graph/shape` when they differ elsewhere.
 */
export function concatenate(tensors: readonly Tensor[], axis: number): Tensor {
  return apply(concatenateOp, tensors, { axis });
}
