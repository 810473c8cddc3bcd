/**
 * The residual networks of He et al. as a function of layers: which convolution follows which, and under what name.
 *
 * Reads a specification and a set of layers, gives features and logits. Whether layers train, are frozen or folded
 * into constants is the layers' affair.
 *
 * @see He et al., Deep Residual Learning, CVPR 2016; stride on the 3x3 as in torchvision ("v1.5")
 */

import { EngineError } from '../errors.ts';
import type { Tensor } from '../graph/operation.ts';
import { add } from '../ops/add.ts';
import { averagePool } from '../ops/average-pool.ts';
import { maxPool } from '../ops/max-pool.ts';
import { relu } from '../ops/relu.ts';
import { checkOptions, type KnownOptions } from '../options.ts';

/** Which residual network. */
export interface ResNetSpec {
  readonly depth: 18 | 34 | 50 | 101 | 152;
  /** Number of outputs; 1 means one logit for a yes/no question. */
  readonly classes: number;
  readonly inputChannels: 3;
  /** Where a bottleneck halves the image: its 3x3 convolution (`torchvision`) or its first 1x1 (`keras`). */
  readonly stride: 'torchvision' | 'keras';
  /** Blocks of each of the four stages instead of the depth's own; for small networks. */
  readonly blocks?: readonly number[];
  /** Channels of the first stage. Default 64. */
  readonly width?: number;
}

/** One convolution followed by a normalisation. */
export interface ConvolutionNorm {
  /** Name of the convolution; its parameter is NAME.weight. */
  readonly convolution: string;
  /** Name of the normalisation: NAME.weight, NAME.bias, NAME.running_mean, NAME.running_var. */
  readonly norm: string;
  readonly filters: number;
  readonly kernel: number;
  readonly stride: number;
  readonly padding: number;
}

/** What a network is built from. */
export interface Layers {
  convolutionNorm(image: Tensor, layer: ConvolutionNorm): Tensor;
  /** A full connection NAME.weight [outputs, inputs], NAME.bias [outputs]. */
  linear(rows: Tensor, layer: { readonly name: string; readonly outputs: number }): Tensor;
}

/** What a network computes. */
export interface ResNetOutputs {
  /** Output of the last stage, an image. */
  readonly map: Tensor;
  /** Means over the map, [N, features]. */
  readonly features: Tensor;
  /** Scores [N, classes]. */
  readonly logits: Tensor;
}

const BLOCKS: Readonly<Record<ResNetSpec['depth'], readonly number[]>> = Object.freeze({
  18: [2, 2, 2, 2],
  34: [3, 4, 6, 3],
  50: [3, 4, 6, 3],
  101: [3, 4, 23, 3],
  152: [3, 8, 36, 3],
});

const KNOWN: KnownOptions<ResNetSpec> = Object.freeze({
  depth: undefined,
  classes: undefined,
  inputChannels: undefined,
  stride: undefined,
  blocks: undefined,
  width: 64,
});

/**
 * Blocks of each stage.
 *
 * @param spec Which network.
 * @throws EngineError `options/unknown-key`; `model/spec` when the depth is not known or the specification is not sensible.
 */
export function stageBlocks(spec: ResNetSpec): readonly number[] {
  checkOptions(spec, KNOWN);
  const blocks = spec.blocks ?? BLOCKS[spec.depth];
  const counts = [...(blocks ?? []), spec.classes, spec.width ?? 64];
  if (blocks?.length !== 4 || counts.some((count) => !Number.isInteger(count) || count < 1))
    throw new EngineError('model/spec', {
      found: `Found a ResNet of depth ${spec.depth}, blocks ${blocks?.join(' ') ?? 'none'}, classes ${spec.classes}.`,
      needed: 'Needed depth 18, 34, 50, 101 or 152, four stages, and whole numbers of at least 1.',
      remedy: 'Correct the encoder section.',
    });
  return blocks;
}

/**
 * Whether blocks have three convolutions (1x1, 3x3, 1x1) rather than two.
 *
 * @param spec Which network.
 */
export function hasBottlenecks(spec: ResNetSpec): boolean {
  return spec.depth >= 50;
}

/**
 * Number of features before the last layer: 2048 for ResNet-50 and deeper, 512 for 18 and 34.
 *
 * @param spec Which network.
 */
export function featureCount(spec: ResNetSpec): number {
  return (spec.width ?? 64) * 8 * (hasBottlenecks(spec) ? 4 : 1);
}

/**
 * Builds the network.
 *
 * @param image Image [N, H, W, 3], normalised.
 * @param spec Which network.
 * @param layers What it is built from.
 */
export function resnet(image: Tensor, spec: ResNetSpec, layers: Layers): ResNetOutputs {
  return resnetTail(resnetTrunk(image, spec, { layers, stages: 0 }), spec, { layers, stages: 0 });
}

/** Where a network is cut: behind its stem and this many of its four stages. */
export interface Cut {
  readonly layers: Layers;
  /** 0 to 3. */
  readonly stages: number;
}

/**
 * The stem and the first stages, whose output can be kept while they are frozen.
 *
 * @param image Image [N, H, W, 3], normalised.
 * @param spec Which network.
 * @param cut Layers, and how many stages belong to the trunk.
 */
export function resnetTrunk(image: Tensor, spec: ResNetSpec, { layers, stages }: Cut): Tensor {
  const width = spec.width ?? 64;
  const stem = { convolution: 'conv1', norm: 'bn1', filters: width, kernel: 7, stride: 2, padding: 3 };
  const map = maxPool(relu(layers.convolutionNorm(image, stem)));
  return runStages(map, spec, { layers, from: 0, to: checkCut(stages) });
}

/**
 * The stages behind a trunk, and the last layer.
 *
 * @param map The trunk's output.
 * @param spec Which network.
 * @param cut Layers, and how many stages belong to the trunk.
 */
export function resnetTail(map: Tensor, spec: ResNetSpec, { layers, stages }: Cut): ResNetOutputs {
  const last = runStages(map, spec, { layers, from: checkCut(stages), to: 4 });
  const features = averagePool(last);
  return { map: last, features, logits: layers.linear(features, { name: 'fc', outputs: spec.classes }) };
}

function checkCut(stages: number): number {
  if (Number.isInteger(stages) && stages >= 0 && stages <= 3) return stages;
  throw new EngineError('model/spec', {
    found: `Found ${stages} stages to be kept frozen.`,
    needed: 'Needed 0, 1, 2 or 3 of the four stages.',
    remedy: 'Correct the encoder section.',
  });
}

function runStages(
  map: Tensor,
  spec: ResNetSpec,
  { layers, from, to }: { layers: Layers; from: number; to: number },
): Tensor {
  let current = map;
  stageBlocks(spec).forEach((count, stage) => {
    if (stage < from || stage >= to) return;
    for (let index = 0; index < count; index++) {
      const stride = index === 0 && stage > 0 ? 2 : 1;
      const block = { name: `layer${stage + 1}.${index}`, width: (spec.width ?? 64) << stage, stride };
      current = hasBottlenecks(spec)
        ? bottleneck(current, block, { layers, spec })
        : basic(current, block, layers);
    }
  });
  return current;
}

interface Block {
  readonly name: string;
  readonly width: number;
  readonly stride: number;
}

function bottleneck(
  image: Tensor,
  block: Block,
  { layers, spec }: { layers: Layers; spec: ResNetSpec },
): Tensor {
  const { name, width, stride } = block;
  const early = spec.stride === 'keras';
  const named = (index: number): Pick<ConvolutionNorm, 'convolution' | 'norm'> => ({
    convolution: `${name}.conv${index}`,
    norm: `${name}.bn${index}`,
  });
  const narrow = { ...named(1), filters: width, kernel: 1, stride: early ? stride : 1, padding: 0 };
  const middle = { ...named(2), filters: width, kernel: 3, stride: early ? 1 : stride, padding: 1 };
  const wide = { ...named(3), filters: 4 * width, kernel: 1, stride: 1, padding: 0 };
  const first = relu(layers.convolutionNorm(image, narrow));
  const second = relu(layers.convolutionNorm(first, middle));
  return relu(
    add(layers.convolutionNorm(second, wide), shortcut(image, block, { layers, filters: 4 * width })),
  );
}

function basic(image: Tensor, block: Block, layers: Layers): Tensor {
  const { name, width, stride } = block;
  const part = (index: number, own: number): ConvolutionNorm => ({
    convolution: `${name}.conv${index}`,
    norm: `${name}.bn${index}`,
    filters: width,
    kernel: 3,
    stride: own,
    padding: 1,
  });
  const first = relu(layers.convolutionNorm(image, part(1, stride)));
  return relu(
    add(layers.convolutionNorm(first, part(2, 1)), shortcut(image, block, { layers, filters: width })),
  );
}

/** The block's input itself, or its projection where the extent or the number of channels changes. */
function shortcut(
  image: Tensor,
  { name, stride }: Block,
  { layers, filters }: { layers: Layers; filters: number },
): Tensor {
  if (stride === 1 && image.shape[3] === filters) return image;
  const names = { convolution: `${name}.downsample.0`, norm: `${name}.downsample.1` };
  return layers.convolutionNorm(image, { ...names, filters, kernel: 1, stride, padding: 0 });
}
