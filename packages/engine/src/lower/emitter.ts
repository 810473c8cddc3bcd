/**
 * Collects the nodes and constants that the operations of a graph emit.
 *
 * Gives names to values and keeps each constant once. Knows nothing of tensors, gradients or layouts.
 */

import type { Emitter } from '../graph/emitter.ts';
import type { ConstantData, ElementType, Initializer, NodeAttribute, OnnxNode } from '../graph/nodes.ts';

/** Starts an empty graph. */
export function emitter(): Emitter {
  const nodes: OnnxNode[] = [];
  const initializers: Initializer[] = [];
  const known = new Map<string, string>();
  let count = 0;
  const shared = new Map<string, readonly string[]>();
  const push = (
    type: string,
    outputs: readonly string[],
    inputs: readonly string[],
    attributes: Readonly<Record<string, NodeAttribute>>,
  ): string => {
    const [domain, operator] = type.includes(':') ? (type.split(':') as [string, string]) : ['', type];
    nodes.push({
      type: operator,
      name: `${operator}_${nodes.length}`,
      inputs,
      outputs,
      attributes,
      domain,
    });
    return outputs[0]!;
  };
  const emit: Emitter = {
    nodes,
    initializers,
    node: (type, inputs, attributes = {}) => push(type, [`v${count++}`], inputs, attributes),
    named: (name, type, inputs) => push(type, [name], inputs, {}),
    once: (key, make) => remembered(shared, key, () => [make()])[0]!,
    split: (value, { lengths, axis }) =>
      remembered(shared, `split ${value} ${axis} ${lengths.join(' ')}`, () => {
        const names = lengths.map(() => `v${count++}`);
        push('Split', names, [value, emit.integers(...lengths)], { axis });
        return names;
      }),
    integers: (...values) =>
      emit.constant(`integers ${values.join(' ')}`, () => ({
        dims: [values.length],
        data: BigInt64Array.from(values.map(BigInt)),
      })),
    scalar: (value) => emit.constant(`scalar ${value}`, () => ({ dims: [], data: Float32Array.of(value) })),
    constant: (key, make) => {
      const before = known.get(key);
      if (before !== undefined) return before;
      const name = `c${count++}`;
      known.set(key, name);
      const { dims, data } = make();
      initializers.push({ name, dims, data, type: elementType(data) });
      return name;
    },
  };
  return emit;
}

function remembered(
  known: Map<string, readonly string[]>,
  key: string,
  make: () => readonly string[],
): readonly string[] {
  const names = known.get(key) ?? make();
  known.set(key, names);
  return names;
}

function elementType(data: ConstantData): ElementType {
  if (data instanceof Float32Array) return 'float32';
  if (data instanceof Int32Array) return 'int32';
  if (data instanceof BigInt64Array) return 'int64';
  if (data instanceof Float64Array) return 'float64';
  return 'bool';
}
