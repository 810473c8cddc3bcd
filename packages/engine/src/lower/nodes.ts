/**
 * Walks a graph once and lets every operation emit its nodes.
 *
 * Reads the tensors that are wanted, gives the ONNX name of each value. Knows no operation.
 */

import { EngineError } from '../errors.ts';
import type { Emitter } from '../graph/emitter.ts';
import type { Lowering, Tensor } from '../graph/operation.ts';
import { topologicalOrder } from '../graph/order.ts';
import { emitter } from './emitter.ts';
import { absorbedAdditions, type Fusion } from './fusion.ts';

/**
 * Emits everything that some tensors need.
 *
 * @param wanted Results, in the order in which they are asked for.
 * @param lowering How images lie in memory.
 * @throws EngineError `graph/lowering` when an operation has no form in that lowering.
 */
export function lowerNodes(
  wanted: readonly Tensor[],
  lowering: Lowering,
): { emit: Emitter; names: Map<Tensor, string> } {
  const order = topologicalOrder(wanted);
  const fusions = absorbedAdditions(order, new Set(wanted));
  const hosts = new Set([...fusions.values()].map(({ host }) => host));
  const emit = emitter();
  const names = new Map<Tensor, string>();
  for (const tensor of order) {
    const late = tensor.node.op.name === 'constant' && !wanted.includes(tensor);
    if (late || hosts.has(tensor) || isAbsorbedScale(tensor, fusions)) continue;
    names.set(tensor, lowerTensor(tensor, { lowering, emit, names, fusion: fusions.get(tensor) }));
  }
  return { emit, names };
}

/**
 * Turns the images among the results: they leave a planar graph as they leave any other, channels last.
 *
 * @param emit Where nodes go.
 * @param wanted Results.
 * @param names Their names, which change.
 */
export function turnImages(emit: Emitter, wanted: readonly Tensor[], names: Map<Tensor, string>): void {
  for (const tensor of wanted)
    if (tensor.shape.length === 4)
      names.set(tensor, emit.node('Transpose', [names.get(tensor)!], { perm: [0, 2, 3, 1] }));
}

/** A scale whose factor went into a product is needed by nobody else. */
function isAbsorbedScale(tensor: Tensor, fusions: ReadonlyMap<Tensor, Fusion>): boolean {
  if (tensor.node.op.name !== 'scale') return false;
  for (const [sum, fusion] of fusions)
    if (sum.node.inputs.includes(tensor) && fusion.host !== tensor && fusion.addend !== tensor) return true;
  return false;
}

function lowerTensor(
  tensor: Tensor,
  state: {
    lowering: Lowering;
    emit: Emitter;
    names: Map<Tensor, string>;
    fusion: Fusion | undefined;
  },
): string {
  const { lowering, emit, names, fusion } = state;
  const source = fusion?.host ?? tensor;
  const { op, inputs, attributes } = source.node;
  const lower = op.lower[lowering];
  if (!lower)
    throw new EngineError('graph/lowering', {
      found: `Found the operation ${op.name} in a graph to be lowered as ${lowering}.`,
      needed: `Needed operations that have a ${lowering} form.`,
      remedy: 'Build training graphs with the gemm lowering and inference graphs from constant weights.',
    });
  const nameOf = (input: Tensor): string => {
    // Constants are lowered when first used as values: a folded convolution takes them as data and never does.
    if (!names.has(input)) names.set(input, lowerTensor(input, { ...state, fusion: undefined }));
    return names.get(input)!;
  };
  const addend = fusion && { name: nameOf(fusion.addend), factor: fusion.factor };
  return lower({
    inputs,
    output: tensor,
    attributes,
    emit,
    value: (index) => nameOf(inputs[index]!),
    addend,
  });
}
