/**
 * Weights of a residual network out of an ONNX file, by their names or by their place in the graph.
 *
 * Reads a model's summary, gives a state under torchvision's names. Normalisations that an exporter folded into the
 * convolutions come back as a scale of one and a shift. Knows nothing of how the model would be run.
 */

import { EngineError } from '../errors.ts';
import { NORM_EPSILON } from '../nn/training-layers.ts';
import type { OnnxSummary, ParsedNode } from '../onnx/parse.ts';
import type { State, StateTensor } from '../program/state.ts';
import { findMisfit, identifyResNet } from './fit.ts';

/** Weights from a graph. */
export interface OnnxWeights {
  readonly state: State;
  /** Whether tensors were found by name or by their place. */
  readonly by: 'name' | 'place';
  /** Where a bottleneck halves the image, as the graph does it. */
  readonly stride: 'torchvision' | 'keras';
}

/** A convolution with the normalisation behind it. */
interface Convolution {
  /** The tensor it reads, behind nodes that pass a tensor on. */
  readonly image: string;
  readonly weight: StateTensor;
  readonly stride: number;
  /** Whether there is a normalisation with torchvision's epsilon behind it and no bias before. */
  readonly plain: boolean;
  readonly scale: Float32Array;
  readonly shift: Float32Array;
  readonly mean: Float32Array;
  readonly variance: Float32Array;
}

/**
 * Takes a residual network's weights out of a model.
 *
 * @param model As `parseOnnx` gives it.
 * @throws EngineError `weights/missing` when the graph is not that of a ResNet-18, 34, 50, 101 or 152.
 */
export function weightsFromOnnx(model: OnnxSummary): OnnxWeights {
  const convolutions = convolutionsOf(model);
  const byName = convolutions.every(({ plain }) => plain) ? named(model) : undefined;
  const [by, state] = byName ?? (['place', placed(model, convolutions)] as const);
  return { by, state, stride: strideOf(convolutions) };
}

function named({ initializers }: OnnxSummary): readonly ['name', State] | undefined {
  const own = new Map([...initializers].filter(([name]) => !name.endsWith('num_batches_tracked')));
  if (!own.has('conv1.weight') || !own.has('fc.weight')) return undefined;
  const spec = identifyResNet(own);
  const { missing, unknown, shapes } = findMisfit(spec, own);
  const rest = new Map([...own].filter(([name]) => !unknown.includes(name)));
  return missing.length + shapes.length === 0 ? ['name', rest] : undefined;
}

/** A bottleneck that halves on its first 1x1 has a main path of stride 2 there. */
function strideOf(convolutions: readonly Convolution[]): 'torchvision' | 'keras' {
  const kernels = convolutions.filter(({ stride, weight }) => stride === 2 && weight.shape[2] === 3);
  const narrow = convolutions.filter(
    ({ stride, weight }) => stride === 2 && weight.shape[2] === 1 && weight.shape[0]! < weight.shape[1]!,
  );
  return kernels.length === 0 && narrow.length > 0 ? 'keras' : 'torchvision';
}

/** Follows a name back through nodes that pass their input on. */
function follower(nodes: readonly ParsedNode[]): (name: string) => string {
  const passed = new Map<string, string>();
  for (const { operator, inputs, outputs } of nodes)
    if (['Identity', 'Dropout', 'Pad'].includes(operator)) passed.set(outputs[0] ?? '', inputs[0] ?? '');
  return (name) => {
    let at = name;
    for (let hops = 0; passed.has(at) && hops <= passed.size; hops++) at = passed.get(at)!;
    return at;
  };
}

function convolutionsOf({ nodes, initializers }: OnnxSummary): Convolution[] {
  const origin = follower(nodes);
  const tensor = (name: string | undefined): StateTensor | undefined => initializers.get(origin(name ?? ''));
  const norms = new Map(
    nodes
      .filter(({ operator }) => operator === 'BatchNormalization')
      .map((node) => [origin(node.inputs[0] ?? ''), node] as const),
  );
  return nodes.flatMap((node) => {
    const weight = node.operator === 'Conv' ? tensor(node.inputs[1]) : undefined;
    if (weight === undefined || weight.shape.length !== 4) return [];
    const norm = norms.get(node.outputs[0] ?? '');
    const bias = tensor(node.inputs[2])?.data;
    return [
      {
        image: origin(node.inputs[0] ?? ''),
        weight,
        stride: node.numbers.get('strides')?.[0] ?? 1,
        ...(norm === undefined
          ? folded(bias ?? new Float32Array(weight.shape[0]!))
          : normalised(norm, tensor, bias)),
      },
    ];
  });
}

type Norm = Pick<Convolution, 'plain' | 'scale' | 'shift' | 'mean' | 'variance'>;

/** A convolution whose normalisation was folded in: scale one, its bias as the shift. */
function folded(bias: Float32Array): Norm {
  const { length } = bias;
  return {
    plain: false,
    scale: new Float32Array(length).fill(1),
    shift: bias,
    mean: new Float32Array(length),
    variance: new Float32Array(length).fill(1 - NORM_EPSILON),
  };
}

function normalised(
  node: ParsedNode,
  tensor: (name: string | undefined) => StateTensor | undefined,
  bias: Float32Array | undefined,
): Norm {
  const [scale, shift, mean, variance] = node.inputs.slice(1).map((name) => tensor(name)?.data);
  if (!scale || !shift || !mean || !variance)
    refuse(`a normalisation whose numbers are not in the file (${node.inputs.slice(1).join(', ')})`);
  const epsilon = node.numbers.get('epsilon')?.[0] ?? 1e-5;
  return {
    plain: bias === undefined && Math.abs(epsilon - NORM_EPSILON) < 1e-9,
    scale,
    shift,
    mean: mean.map((value, index) => value - (bias?.[index] ?? 0)),
    variance: variance.map((value) => value + epsilon - NORM_EPSILON),
  };
}

/** Hands out convolutions block by block: whatever the order inside a block, those of one block stand together. */
function placed(model: OnnxSummary, convolutions: readonly Convolution[]): State {
  const state = new Map<string, StateTensor>();
  const waiting = [...convolutions];
  const stem = waiting.shift();
  if (stem?.weight.shape[2] !== 7) refuse(`a first convolution of [${stem?.weight.shape.join(', ') ?? ''}]`);
  put(state, ['conv1', 'bn1'], stem);
  const parts = waiting.some(({ weight }) => weight.shape[2] === 3 && weight.shape[0] !== weight.shape[1])
    ? 2
    : 3;
  let [stage, block, width] = [0, 0, 0];
  while (waiting.length > 0) {
    const projected = projects(waiting, parts);
    const next = widthOf(waiting, parts);
    [stage, block, width] = next > width ? [stage + 1, 0, next] : [stage, block + 1, width];
    putBlock(state, `layer${stage}.${block}`, waiting.splice(0, parts + (projected ? 1 : 0)));
  }
  putLast(state, model);
  return state;
}

/** Whether the next block has a projection: then two of its convolutions read the same image. */
function projects(waiting: readonly Convolution[], parts: number): boolean {
  const images = waiting.slice(0, parts + 1).map(({ image }) => image);
  return images.length > parts && new Set(images).size < images.length;
}

/** Channels of the next block's 3x3 convolution: a wider one begins a stage. */
function widthOf(waiting: readonly Convolution[], parts: number): number {
  return waiting.slice(0, parts + 1).find(({ weight }) => weight.shape[2] === 3)?.weight.shape[0] ?? 0;
}

/** Tells the convolutions of a block apart by what they read and how large they are. */
function putBlock(state: Map<string, StateTensor>, name: string, block: readonly Convolution[]): void {
  const [first] = block;
  const twins = block.filter(({ image }) => image === first?.image);
  const rank = ({ weight }: Convolution): number => (weight.shape[2] === 3 ? -1 : weight.shape[0]!);
  const projection = twins.length === 2 ? twins.reduce((a, b) => (rank(b) >= rank(a) ? b : a)) : undefined;
  const main = block.filter((convolution) => convolution !== projection);
  main.forEach((convolution, index) => {
    put(state, [`${name}.conv${index + 1}`, `${name}.bn${index + 1}`], convolution);
  });
  if (projection !== undefined) put(state, [`${name}.downsample.0`, `${name}.downsample.1`], projection);
}

function put(
  state: Map<string, StateTensor>,
  [convolution, norm]: readonly [string, string],
  { weight, scale, shift, mean, variance }: Convolution,
): void {
  const shape = [scale.length];
  state.set(`${convolution}.weight`, weight);
  state.set(`${norm}.weight`, { shape, data: scale });
  state.set(`${norm}.bias`, { shape, data: shift });
  state.set(`${norm}.running_mean`, { shape, data: mean });
  state.set(`${norm}.running_var`, { shape, data: variance });
}

/** The last Gemm, or MatMul with an Add behind it. */
function putLast(state: Map<string, StateTensor>, { nodes, initializers }: OnnxSummary): void {
  const origin = follower(nodes);
  const tensor = (name: string | undefined): StateTensor | undefined => initializers.get(origin(name ?? ''));
  const last = nodes.findLast(
    ({ operator, inputs }) =>
      (operator === 'Gemm' || operator === 'MatMul') && tensor(inputs[1])?.shape.length === 2,
  );
  const weight = tensor(last?.inputs[1]);
  if (last === undefined || weight === undefined) refuse('no full connection at the end');
  const sum = nodes.find(
    ({ operator, inputs }) => operator === 'Add' && inputs.includes(last.outputs[0] ?? ''),
  );
  const turned = last.operator === 'Gemm' && last.numbers.get('transB')?.[0] === 1;
  const [classes, features] = turned ? weight.shape : weight.shape.toReversed();
  const data = turned ? weight.data : transposed(weight.data, features!, classes!);
  const bias = tensor(last.inputs[2]) ?? sum?.inputs.map(tensor).find((found) => found !== undefined);
  state.set('fc.weight', { shape: [classes!, features!], data });
  state.set('fc.bias', { shape: [classes!], data: bias?.data ?? new Float32Array(classes!) });
}

function transposed(data: Float32Array, rows: number, columns: number): Float32Array {
  const turned = new Float32Array(data.length);
  for (let r = 0; r < rows; r++)
    for (let c = 0; c < columns; c++) turned[c * rows + r] = data[r * columns + c]!;
  return turned;
}

function refuse(found: string): never {
  throw new EngineError('weights/missing', {
    found: `Found ${found} in the ONNX graph.`,
    needed: 'Needed the graph of a ResNet-18, 34, 50, 101 or 152 with its weights as initialisers.',
    remedy: "Export the network again, or keep torchvision's names for the initialisers.",
  });
}
