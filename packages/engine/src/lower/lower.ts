/**
 * Lowers a whole graph: every result under its public name, every state with its next value.
 *
 * Reads outputs and updates, gives nodes, constants and named values. Knows no operation and no bytes.
 */

import type { Emitter } from '../graph/emitter.ts';
import { matrixExtents } from '../graph/layout.ts';
import type { OnnxNode, ValueSpec } from '../graph/nodes.ts';
import type { Tensor } from '../graph/operation.ts';
import type { Shape } from '../graph/shape.ts';
import { nextName } from '../program/program.ts';
import { overwritable } from './in-place.ts';
import { leavesOf, nameOfLeaf, type ProgramParts } from './leaves.ts';
import type { Lowered } from './lowered.ts';
import { lowerNodes, turnImages } from './nodes.ts';

/**
 * Lowers what a program is made of.
 *
 * @param parts Outputs, state and updates.
 * @throws EngineError `graph/lowering` when an operation has no form in the asked lowering, `graph/name` when two
 *   leaves share a name.
 */
export function lowerGraph(parts: ProgramParts): Lowered {
  const { lowering, outputs, state = [], updates = new Map() } = parts;
  const extents = (shape: Shape): Shape => (lowering === 'gemm' ? matrixExtents(shape) : shape);
  const value = (name: string, tensor: Tensor): ValueSpec => ({
    name,
    type: 'float32',
    dims: extents(tensor.shape),
  });
  const used = new Set(leavesOf(parts, 'state'));
  const held = state.filter(({ tensor }) => used.has(tensor));
  const wanted = new Map<string, Tensor>(Object.entries(outputs));
  const specs = new Map(held.map(({ tensor, spec }) => [tensor, spec]));
  // In the order of the updates, which decides when ONNX Runtime computes them: see `optimise/slope.ts`.
  for (const [tensor, next] of updates) {
    const spec = specs.get(tensor);
    if (spec) wanted.set(nextName(spec.name), next);
  }
  const { emit, names } = lowerNodes([...wanted.values()], lowering);
  if (lowering === 'conv') turnImages(emit, [...wanted.values()], names);
  const nodes = nameOutputs(emit, wanted, names);
  const writable = overwritable(nodes);
  return {
    emit,
    nodes,
    inputs: leavesOf(parts, 'input').map((leaf) => ({
      name: nameOfLeaf(leaf),
      type: 'float32',
      dims: lowering === 'gemm' ? matrixExtents(leaf.shape) : leaf.shape,
    })),
    state: held.map(({ tensor, spec }) => ({
      spec: {
        ...spec,
        updated: updates.has(tensor),
        overwritable: spec.role === 'memory' && writable(spec.name, nextName(spec.name)),
      },
      value: value(spec.name, tensor),
    })),
    outputs: Object.entries(outputs).map(([name, tensor]) => value(name, tensor)),
  };
}

/** Gives results their public names; a value that is a leaf, a constant or named twice goes through an Identity. */
function nameOutputs(
  emit: Emitter,
  wanted: ReadonlyMap<string, Tensor>,
  names: ReadonlyMap<Tensor, string>,
): OnnxNode[] {
  const produced = new Set(emit.nodes.flatMap((node) => node.outputs));
  const renamed = new Map<string, string>();
  const copies: [string, string][] = [];
  for (const [name, tensor] of wanted) {
    const own = names.get(tensor)!;
    if (produced.has(own) && !renamed.has(own)) renamed.set(own, name);
    else copies.push([name, own]);
  }
  for (const [name, own] of copies) emit.named(name, 'Identity', [own]);
  const rename = (name: string): string => renamed.get(name) ?? name;
  return emit.nodes.map((node) => ({
    ...node,
    inputs: node.inputs.map(rename),
    outputs: node.outputs.map(rename),
  }));
}
