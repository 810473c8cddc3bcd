/**
 * Values in a graph: a tensor is a shape and the node that will compute it; data are not there yet.
 *
 * A graph is never held in one object: it is whatever a tensor can be traced back to. Knows nothing of
 * ONNX or of how a tensor lies in memory.
 */

import type { Op, Tensor } from './operation.ts';
import { elements, refuseShapes } from './shape.ts';

export type { Node, Tensor } from './operation.ts';

/**
 * Applies an operation; the shape is checked here, before anything runs.
 *
 * @param op The operation.
 * @param inputs Its inputs, in the order the operation documents.
 * @param attributes Its constant settings.
 * @throws EngineError `graph/shape` when the inputs do not fit.
 */
export function apply<A>(op: Op<A>, inputs: readonly Tensor[], attributes: A): Tensor {
  const shape = op.shape(
    inputs.map((input) => input.shape),
    attributes,
  );
  if (shape.some((extent) => !Number.isInteger(extent) || extent < 1))
    refuseShapes(op.name, [shape], 'Needed whole extents of at least 1.');
  return { shape, dtype: 'float32', node: { op: op as Op<unknown>, inputs: [...inputs], attributes } };
}

/**
 * Number of elements of a tensor.
 *
 * @param tensor Any graph value.
 */
export function size(tensor: Tensor): number {
  return elements(tensor.shape);
}
