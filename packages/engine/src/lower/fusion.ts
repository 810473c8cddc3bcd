/**
 * Which additions disappear into the matrix product beside them.
 *
 * Reads a graph in order, gives for each absorbed Add the product that takes it over. Emits nothing.
 */

import type { Tensor } from '../graph/operation.ts';
import { sameShape } from '../graph/shape.ts';
import type { ScaleAttributes } from '../ops/scale.ts';

/** An Add computed by a product: `host + factor * addend`. */
export interface Fusion {
  readonly host: Tensor;
  readonly addend: Tensor;
  readonly factor: number;
}

/**
 * Finds the Adds whose one side is a product used nowhere else.
 *
 * A scaled addend (a decayed momentum) is absorbed with its factor. What is kept as an output is never absorbed.
 *
 * @param order Every tensor, inputs first.
 * @param kept Tensors that must exist on their own.
 */
export function absorbedAdditions(order: readonly Tensor[], kept: ReadonlySet<Tensor>): Map<Tensor, Fusion> {
  const users = new Map<Tensor, number>();
  for (const tensor of order)
    for (const input of tensor.node.inputs) users.set(input, (users.get(input) ?? 0) + 1);
  const single = (tensor: Tensor): boolean => users.get(tensor) === 1 && !kept.has(tensor);
  const fusions = new Map<Tensor, Fusion>();
  const taken = new Set<Tensor>();
  for (const tensor of order) {
    if (tensor.node.op.name !== 'add') continue;
    const [a, b] = tensor.node.inputs as [Tensor, Tensor];
    if (!sameShape(a.shape, b.shape)) continue;
    const host = [a, b].find((side) => canHost(side) && single(side) && !taken.has(side));
    if (!host) continue;
    taken.add(host);
    fusions.set(tensor, { host, ...withoutScale(host === a ? b : a, single) });
  }
  return fusions;
}

function canHost({ node }: Tensor): boolean {
  return node.op.absorbsAddition === true && !(node.op.name === 'gemm' && node.inputs.length > 2);
}

function withoutScale(
  tensor: Tensor,
  single: (tensor: Tensor) => boolean,
): { addend: Tensor; factor: number } {
  if (tensor.node.op.name !== 'scale' || !single(tensor)) return { addend: tensor, factor: 1 };
  return { addend: tensor.node.inputs[0]!, factor: (tensor.node.attributes as ScaleAttributes).factor };
}
