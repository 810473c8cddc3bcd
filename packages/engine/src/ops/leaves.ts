/**
 * Where values enter a graph: inputs of a step, named state, and constants.
 *
 * Nothing flows into a leaf, so there is no gradient rule. Knows nothing of how state is stored between steps.
 */

import { matrixExtents } from '../graph/layout.ts';
import type { Op, Tensor } from '../graph/operation.ts';
import { elements, refuseShapes, type Shape } from '../graph/shape.ts';
import { apply } from '../graph/tensor.ts';

/** Attributes of an input or a state leaf. */
export interface NamedLeaf {
  readonly name: string;
  readonly shape: Shape;
}

/** Attributes of a constant leaf. */
export interface ConstantLeaf {
  readonly data: Float32Array;
  readonly shape: Shape;
}

const byName = ({ attributes }: { attributes: NamedLeaf }): string => attributes.name;

/** A value handed in at every step. */
export const inputOp: Op<NamedLeaf> = {
  name: 'input',
  shape: (_, attributes) => attributes.shape,
  lower: {
    gemm: byName,
    conv: ({ attributes, emit }) =>
      attributes.shape.length === 4
        ? emit.node('Transpose', [attributes.name], { perm: [0, 3, 1, 2] })
        : attributes.name,
  },
};

/** A value the session keeps between steps. */
export const stateOp: Op<NamedLeaf> = {
  name: 'state',
  shape: (_, attributes) => attributes.shape,
  lower: { gemm: byName, conv: byName },
};

let constants = 0;
const constantKeys = new WeakMap<Float32Array, string>();

/** A key that is the same whenever the same array is used again. */
function constantKey(data: Float32Array): string {
  const key = constantKeys.get(data) ?? `array ${constants++}`;
  constantKeys.set(data, key);
  return key;
}

/** A value fixed when the program is built. */
export const constantOp: Op<ConstantLeaf> = {
  name: 'constant',
  shape(_, { data, shape }) {
    if (data.length !== elements(shape))
      refuseShapes('constant', [[data.length], shape], 'Needed one number an element.');
    return shape;
  },
  lower: {
    gemm: ({ attributes: { data, shape }, emit }) =>
      emit.constant(constantKey(data), () => ({ dims: matrixExtents(shape), data })),
    conv({ attributes: { data, shape }, emit }) {
      const own = emit.constant(constantKey(data), () => ({ dims: shape, data }));
      return shape.length === 4 ? emit.node('Transpose', [own], { perm: [0, 3, 1, 2] }) : own;
    },
  },
};

/**
 * A value handed in at every step.
 *
 * @param name Name in the batch.
 * @param shape Extents; four axes mean an image.
 */
export function input(name: string, shape: Shape): Tensor {
  return apply(inputOp, [], { name, shape });
}

/**
 * A constant.
 *
 * @param data Elements, last axis fastest.
 * @param shape Extents.
 * @throws EngineError `graph/shape` when the number of elements differs.
 */
export function constant(data: Float32Array, shape: Shape): Tensor {
  return apply(constantOp, [], { data, shape });
}

/**
 * The data of a constant tensor, or `undefined` for any other tensor.
 *
 * @param tensor Any graph value.
 */
export function constantData(tensor: Tensor): Float32Array | undefined {
  return tensor.node.op.name === 'constant' ? (tensor.node.attributes as ConstantLeaf).data : undefined;
}
