/**
 * Turns a graph into a program: ONNX bytes with forward, backward and update in one.
 *
 * Reads outputs and updates, walks the graph once, lets every operation emit its nodes. Knows no operation.
 */

import { EngineError } from '../errors.ts';
import type { Lowering, Tensor } from '../graph/operation.ts';
import { topologicalOrder } from '../graph/order.ts';
import type { Shape } from '../graph/shape.ts';
import { type Emitter, emitter } from '../onnx/emitter.ts';
import { formatModel, type OnnxNode, type ValueSpec } from '../onnx/model.ts';
import type { NamedLeaf } from '../ops/leaves.ts';
import { nextName, type Program } from '../program.ts';
import { absorbedAdditions, type Fusion } from './fusion.ts';
import { overwritable } from './in-place.ts';
import { matrixExtents } from './layout.ts';
import { loopGraph } from './loop.ts';
import { type Declared, type Lowered, nextValues } from './lowered.ts';

/** What a program is made of. */
export interface ProgramParts {
  readonly lowering: Lowering;
  /** Named results of a step. */
  readonly outputs: Readonly<Record<string, Tensor>>;
  /** Leaves the session keeps. Only those that something depends on are part of the program. */
  readonly state?: readonly Declared[];
  /** Next value of state leaves that change. */
  readonly updates?: ReadonlyMap<Tensor, Tensor>;
  /** Steps in one run of the model, at least 1. Default 1. */
  readonly stepsPerRun?: number;
}

/**
 * Builds a program.
 *
 * @param parts Outputs, state and updates.
 * @throws EngineError `graph/lowering` when an operation has no form in the asked lowering, `graph/name` when two
 *   leaves share a name.
 */
export function compile(parts: ProgramParts): Program {
  const lowered = lowerGraph(parts);
  const stepsPerRun = parts.stepsPerRun ?? 1;
  const { emit, nodes } = lowered;
  const plain = {
    nodes,
    initializers: emit.initializers,
    inputs: [...lowered.inputs, ...lowered.state.map(({ value }) => value)],
    outputs: [...lowered.outputs, ...nextValues(lowered)],
  };
  return {
    onnx: formatModel(stepsPerRun === 1 ? plain : loopGraph(lowered, stepsPerRun)),
    inputs: leavesOf(parts, 'input').map(({ node, shape }) => ({
      name: (node.attributes as NamedLeaf).name,
      shape,
    })),
    outputs: Object.entries(parts.outputs).map(([name, { shape }]) => ({ name, shape })),
    // A loop has places of its own for what it carries.
    state: lowered.state.map(({ spec }) => (stepsPerRun === 1 ? spec : { ...spec, overwritable: false })),
    stepsPerRun,
  };
}

function targets(parts: ProgramParts): Tensor[] {
  return [...Object.values(parts.outputs), ...(parts.updates?.values() ?? [])];
}

function leavesOf(parts: ProgramParts, kind: 'input' | 'state'): Tensor[] {
  const leaves = topologicalOrder(targets(parts)).filter(({ node }) => node.op.name === kind);
  const names = leaves.map(({ node }) => (node.attributes as NamedLeaf).name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw new EngineError('graph/name', {
      found: `Found two leaves named ${twice}.`,
      needed: 'Needed one leaf a name.',
      remedy: 'Declare each input and each parameter once and share the tensor.',
    });
  return leaves;
}

function lowerGraph(parts: ProgramParts): Lowered {
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
      name: (leaf.node.attributes as NamedLeaf).name,
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

function lowerNodes(
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

/** Images leave a planar graph as they leave any other: channels last. */
function turnImages(emit: Emitter, wanted: readonly Tensor[], names: Map<Tensor, string>): void {
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
