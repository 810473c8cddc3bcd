/**
 * A model that gives its inputs again.
 *
 * Gives the bytes of an ONNX model. Proves that a provider executes something, and brings tensors to a card and back.
 */

import { formatModel } from '../onnx/model.ts';

/**
 * A model that gives every input again: tensor number i enters as `from/i` and leaves as `to/i`.
 *
 * @param shapes Extents of each tensor.
 */
export function copyModel(shapes: readonly (readonly number[])[]): Uint8Array {
  const value = (side: 'from' | 'to') => (dims: readonly number[], index: number) =>
    ({ name: `${side}/${index}`, type: 'float32', dims }) as const;
  return formatModel({
    nodes: shapes.map((_, index) => ({
      type: 'Identity',
      name: `copy_${index}`,
      inputs: [`from/${index}`],
      outputs: [`to/${index}`],
      attributes: {},
      domain: '',
    })),
    initializers: [],
    inputs: shapes.map(value('from')),
    outputs: shapes.map(value('to')),
  });
}
