/**
 * ImageNet weights of ResNet-50 in the Keras-layers layout (a model.json and shards) under torchvision's names.
 *
 * Reads JSON and bytes, gives a state. Convolution biases are folded into running means, another epsilon into running
 * variances, so that the network here needs neither. Such a network halves images on a block's first 1x1 ("keras").
 */

import { EngineError } from '../errors.ts';
import { elements } from '../graph/shape.ts';
import { NORM_EPSILON } from '../nn/training-layers.ts';
import type { State, StateTensor } from '../program/state.ts';

/** Subtracted from blue, green and red (0 to 255, in this order) before the network sees an image. */
export const KERAS_MEANS_BGR = Object.freeze([103.939, 116.779, 123.68] as const);

interface Manifest {
  readonly paths: readonly string[];
  readonly weights: readonly {
    readonly name: string;
    readonly shape: readonly number[];
    readonly dtype: string;
    readonly quantization?: unknown;
  }[];
}

/**
 * A ResNet-50's state from Keras-layers files.
 *
 * @param modelJson Text of model.json.
 * @param shards Bytes of each shard by the path that model.json gives.
 * @throws EngineError `weights/malformed` when files are missing, cut or not of this layout; `weights/missing`.
 */
export function importKerasResNet50(modelJson: string, shards: ReadonlyMap<string, Uint8Array>): State {
  const { manifest, epsilons } = parseModel(modelJson);
  const tensors = new Map(manifest.flatMap((group) => groupTensors(group, shards)));
  const state = new Map<string, StateTensor>();
  for (const layer of convolutions()) putConvolution(state, layer, { tensors, epsilons });
  const dense = [...tensors.keys()].find((name) => tensors.get(name)!.shape.length === 2);
  if (dense === undefined) refuse('no last layer', 'a full connection');
  const [inputs, classes] = tensors.get(dense)!.shape as [number, number];
  state.set('fc.weight', {
    shape: [classes, inputs],
    data: transposed(tensors.get(dense)!.data, inputs, classes),
  });
  state.set('fc.bias', pick(tensors, [dense.replace('/kernel', '/bias')]).tensor);
  return state;
}

/** Parses model.json: where tensors lie, and each normalisation's epsilon. */
function parseModel(text: string): { manifest: Manifest[]; epsilons: Map<string, number> } {
  let model: unknown;
  try {
    model = JSON.parse(text);
  } catch {
    refuse('a model.json that is not JSON', 'the file as it was published');
  }
  const { weightsManifest, modelTopology } = (model ?? {}) as {
    weightsManifest?: unknown;
    modelTopology?: unknown;
  };
  const valid = Array.isArray(weightsManifest) && weightsManifest.every(isGroup);
  if (!valid) refuse('a model.json without a list of weights', 'the Keras-layers layout');
  return { manifest: weightsManifest as Manifest[], epsilons: epsilonsOf(modelTopology) };
}

function isGroup(group: unknown): boolean {
  const { paths, weights } = (group ?? {}) as { paths?: unknown; weights?: unknown };
  const whole = (shape: unknown): boolean =>
    Array.isArray(shape) && shape.every((extent) => Number.isSafeInteger(extent) && extent > 0);
  return (
    Array.isArray(paths) &&
    paths.every((path) => typeof path === 'string') &&
    Array.isArray(weights) &&
    weights.every(
      (entry: Record<string, unknown>) =>
        typeof entry?.name === 'string' &&
        whole(entry.shape) &&
        entry.dtype === 'float32' &&
        entry.quantization === undefined,
    )
  );
}

function epsilonsOf(topology: unknown): Map<string, number> {
  const found = new Map<string, number>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const { class_name: kind, config } = value as {
      class_name?: unknown;
      config?: { name?: unknown; epsilon?: unknown };
    };
    if (
      kind === 'BatchNormalization' &&
      typeof config?.name === 'string' &&
      typeof config.epsilon === 'number'
    )
      found.set(config.name, config.epsilon);
    for (const part of Object.values(value)) visit(part);
  };
  visit(topology);
  return found;
}

function groupTensors(
  { paths, weights }: Manifest,
  shards: ReadonlyMap<string, Uint8Array>,
): [string, StateTensor][] {
  const parts = paths.map(
    (path) => shards.get(path) ?? refuse(`no shard ${path}`, 'every shard that model.json names'),
  );
  const [given, named] = [
    parts.reduce((sum, part) => sum + part.length, 0),
    weights.reduce((sum, { shape }) => sum + 4 * elements(shape), 0),
  ];
  if (given !== named)
    refuse(`${given} bytes in the shards`, `${named} bytes for the tensors that model.json names`);
  const bytes = new Uint8Array(given);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  let start = 0;
  return weights.map(({ name, shape }) => {
    const data = new Float32Array(bytes.buffer, start, elements(shape));
    start += data.byteLength;
    return [name, { shape, data }];
  });
}

/** One convolution and its norm: torchvision's names, and the two names Keras has used. */
interface KerasLayer {
  readonly convolution: string;
  readonly norm: string;
  readonly kerasConvolution: readonly string[];
  readonly kerasNorm: readonly string[];
}

function convolutions(): KerasLayer[] {
  const layers: KerasLayer[] = [
    {
      convolution: 'conv1',
      norm: 'bn1',
      kerasConvolution: ['conv1', 'conv1_conv'],
      kerasNorm: ['bn_conv1', 'conv1_bn'],
    },
  ];
  [3, 4, 6, 3].forEach((count, stage) => {
    for (let block = 0; block < count; block++)
      for (const part of block === 0 ? [0, 1, 2, 3] : [1, 2, 3]) layers.push(blockLayer(stage, block, part));
  });
  return layers;
}

function blockLayer(stage: number, block: number, part: number): KerasLayer {
  const own = `layer${stage + 1}.${block}`;
  const old = `${stage + 2}${'abcdef'[block]}_branch${part === 0 ? '1' : `2${'abc'[part - 1]}`}`;
  const recent = `conv${stage + 2}_block${block + 1}_${part}`;
  return {
    convolution: part === 0 ? `${own}.downsample.0` : `${own}.conv${part}`,
    norm: part === 0 ? `${own}.downsample.1` : `${own}.bn${part}`,
    kerasConvolution: [`res${old}`, `${recent}_conv`],
    kerasNorm: [`bn${old}`, `${recent}_bn`],
  };
}

function putConvolution(
  state: Map<string, StateTensor>,
  layer: KerasLayer,
  { tensors, epsilons }: { tensors: State; epsilons: ReadonlyMap<string, number> },
): void {
  const kernel = pick(
    tensors,
    layer.kerasConvolution.map((name) => `${name}/kernel`),
  ).tensor;
  state.set(`${layer.convolution}.weight`, filtersFirst(kernel));
  const part = (name: string) =>
    pick(
      tensors,
      layer.kerasNorm.map((norm) => `${norm}/${name}`),
    );
  state.set(`${layer.norm}.weight`, part('gamma').tensor);
  state.set(`${layer.norm}.bias`, part('beta').tensor);
  const bias = layer.kerasConvolution.map((name) => tensors.get(`${name}/bias`)).find((tensor) => tensor);
  const mean = part('moving_mean').tensor;
  state.set(
    `${layer.norm}.running_mean`,
    mapped(mean, (value, o) => value - (bias?.data[o] ?? 0)),
  );
  const variance = part('moving_variance');
  const epsilon = epsilons.get(variance.name.split('/')[0]!) ?? 1.001e-5;
  state.set(
    `${layer.norm}.running_var`,
    mapped(variance.tensor, (value) => value + epsilon - NORM_EPSILON),
  );
}

function mapped({ shape, data }: StateTensor, change: (value: number, index: number) => number): StateTensor {
  return { shape, data: data.map(change) };
}

/** Keras stores [height, width, in, out]. */
function filtersFirst({ shape, data }: StateTensor): StateTensor {
  const [height, width, channels, filters] = shape as [number, number, number, number];
  return {
    shape: [filters, channels, height, width],
    data: transposedTaps(data, { taps: height * width, channels, filters }),
  };
}

function transposedTaps(
  data: Float32Array,
  { taps, channels, filters }: { taps: number; channels: number; filters: number },
): Float32Array {
  const turned = new Float32Array(data.length);
  for (let tap = 0; tap < taps; tap++)
    for (let c = 0; c < channels; c++)
      for (let o = 0; o < filters; o++)
        turned[(o * channels + c) * taps + tap] = data[(tap * channels + c) * filters + o]!;
  return turned;
}

function transposed(data: Float32Array, rows: number, columns: number): Float32Array {
  return transposedTaps(data, { taps: 1, channels: rows, filters: columns });
}

function pick(tensors: State, names: readonly string[]): { name: string; tensor: StateTensor } {
  const name = names.find((candidate) => tensors.has(candidate));
  if (name !== undefined) return { name, tensor: tensors.get(name)! };
  throw new EngineError('weights/missing', {
    found: `Found neither ${names.join(' nor ')} among ${tensors.size} tensors.`,
    needed: 'Needed the layers of a Keras ResNet-50.',
    remedy: 'Check that the files are those of a ResNet-50 (version 1).',
  });
}

function refuse(found: string, needed: string): never {
  throw new EngineError('weights/malformed', {
    found: `Found ${found}.`,
    needed: `Needed ${needed}.`,
    remedy: 'Fetch the weights again.',
  });
}
