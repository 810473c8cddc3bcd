/**
 * Which state a step may write over while it runs, because everything that reads it has run by then.
 *
 * Reads the nodes of a model. Knows nothing of runtimes.
 *
 * True of an optimiser's memory, which nothing reads but its own update. A weight is no such state: the backward pass
 * may read it after its update.
 */

import type { OnnxNode } from '../graph/nodes.ts';

/** Operations that read an element of their inputs no later than they write the same element of their output. */
const ELEMENT_BY_ELEMENT: ReadonlySet<string> = new Set(['Add', 'Sub', 'Mul', 'Div', 'Where', 'Sqrt']);

/**
 * Gives the question for the nodes of one model.
 *
 * @param nodes Nodes of a model without subgraphs.
 * @returns A function of the names of a value and of the value that is to be written over it.
 * @example
 * const writable = overwritable(nodes);
 * writable('optimiser.momentum.fc.weight', 'next/optimiser.momentum.fc.weight'); // true
 */
export function overwritable(nodes: readonly OnnxNode[]): (value: string, next: string) => boolean {
  const readers = new Map<string, OnnxNode[]>();
  const writers = new Map<string, OnnxNode>();
  for (const node of nodes) {
    for (const name of new Set(node.inputs)) readers.set(name, [...(readers.get(name) ?? []), node]);
    for (const name of node.outputs) writers.set(name, node);
  }
  return (value, next) => {
    const writer = writers.get(next);
    if (!writer) return false;
    return (readers.get(value) ?? []).every((reader) =>
      reader === writer ? readsInStep(writer, value) : leadsTo(reader, writer, readers),
    );
  };
}

/** A product copies what it adds to before it multiplies, so only its third input may be written over. */
function readsInStep({ type, inputs }: OnnxNode, value: string): boolean {
  if (type === 'Gemm') return inputs[2] === value && inputs.indexOf(value) === 2;
  return ELEMENT_BY_ELEMENT.has(type);
}

function leadsTo(from: OnnxNode, to: OnnxNode, readers: ReadonlyMap<string, readonly OnnxNode[]>): boolean {
  const seen = new Set<OnnxNode>();
  const open = [from];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node === to) return true;
    if (seen.has(node)) continue;
    seen.add(node);
    for (const output of node.outputs) open.push(...(readers.get(output) ?? []));
  }
  return false;
}
