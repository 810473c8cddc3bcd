/**
 * A residual network as programs: one that trains it, one that applies it.
 *
 * Reads a specification and sizes, gives ONNX programs. Knows nothing of images, files or patients.
 */

import type { Tensor } from '../graph/operation.ts';
import { type LossOptions, lossOfLogits } from '../losses/loss.ts';
import { compile } from '../onnx/compile.ts';
import { convolution } from '../ops/convolution.ts';
import { constant, input } from '../ops/leaves.ts';
import { relu } from '../ops/relu.ts';
import type { OptimiserOptions } from '../optimise/options.ts';
import { checkOptions, type KnownOptions } from '../options.ts';
import { parameters } from '../program/parameters.ts';
import type { Program } from '../program/program.ts';
import { getTensor, type State } from '../program/state.ts';
import { foldedLayers } from './folded-layers.ts';
import { type ResNetSpec, resnet, resnetTail, resnetTrunk } from './residual.ts';
import { LAYER_OPTIONS, type LayerOptions, type TrainingLayers, trainingLayers } from './training-layers.ts';
import { updateOf } from './training-parts.ts';

/** Sizes of a batch. */
export interface BatchSize {
  /** Images in a batch; a smaller last batch is padded and its padding given weight 0. */
  readonly batch: number;
  /** Edge of every image in pixels, or its height and width. */
  readonly sizePx: number | readonly [height: number, width: number];
}

const SIZE: KnownOptions<BatchSize> = Object.freeze({ batch: undefined, sizePx: undefined });

function imageInput(spec: ResNetSpec, { batch, sizePx }: BatchSize): Tensor {
  const [height, width] = typeof sizePx === 'number' ? [sizePx, sizePx] : sizePx;
  return input('images', [batch, height, width, spec.inputChannels]);
}

/** How a residual network is trained. */
export interface ResNetTrainingOptions extends BatchSize, LayerOptions {
  readonly optimiser: OptimiserOptions;
  /** Which parameters change, by name. Default: all. */
  readonly trainable?: (name: string) => boolean;
  /** What is learnt. Default: binary for one output, categorical for several. */
  readonly loss?: LossOptions;
  /** Steps that one run of the model can take; more than 1 saves copies of the parameters. Default 1. */
  readonly stepsPerRun?: number;
}

const TRAINING: KnownOptions<ResNetTrainingOptions> = Object.freeze({
  ...SIZE,
  ...LAYER_OPTIONS,
  optimiser: undefined,
  trainable: undefined,
  loss: undefined,
  stepsPerRun: 1,
});

/**
 * A program whose step is forward, backward and update.
 *
 * Inputs: `images` [batch, height, width, 3] (NHWC, normalised), `labels` [batch] (0/1, or class numbers when there are
 * several classes), `sampleWeights` [batch] (0 for a padding row; the sum must be positive), `learningRate` [] .
 * Outputs: `loss` [], the weighted mean; `logits` [batch, classes], before the update.
 *
 * @param spec Which network.
 * @param options Sizes, normalisation, optimiser.
 * @throws EngineError `options/unknown-key`, `model/spec`, `optimise/option`, `graph/shape`.
 * @example
 * resnetTraining(spec, { batch: 8, sizePx: 96, batchNorm: 'training', optimiser: { kind: 'sgd' } });
 */
export function resnetTraining(spec: ResNetSpec, options: ResNetTrainingOptions): Program {
  checkOptions(options, TRAINING);
  const image = imageInput(spec, options);
  return trainingProgram(options, (layers) => resnet(image, spec, layers).logits);
}

/** How the later stages are trained on kept outputs of the earlier ones. */
export interface ResNetTailTrainingOptions extends ResNetTrainingOptions {
  /** Stages that stay frozen besides the stem, 0 to 3. */
  readonly frozenStages: number;
}

/**
 * A program that trains the stages behind a frozen trunk, on the trunk's kept outputs.
 *
 * Inputs: `map` [batch, h, w, C] as `resnetTrunkInference` gives it, and the others of `resnetTraining`. Outputs as there.
 * Its state has only the tail's tensors; `stateFor` picks them out of a whole network's.
 *
 * @param spec Which network.
 * @param options As for the whole network, and how many stages are frozen.
 * @throws EngineError `options/unknown-key`, `model/spec`, `optimise/option`.
 */
export function resnetTailTraining(spec: ResNetSpec, options: ResNetTailTrainingOptions): Program {
  checkOptions(options, { ...TRAINING, frozenStages: undefined });
  const { frozenStages: stages } = options;
  const image = imageInput(spec, options);
  const { shape } = resnetTrunk(image, spec, {
    layers: trainingLayers(parameters(), { batchNorm: 'frozen' }),
    stages,
  });
  return trainingProgram(
    options,
    (layers) => resnetTail(input('map', shape), spec, { layers, stages }).logits,
  );
}

/**
 * A program that gives a frozen trunk's output, to be kept between epochs.
 *
 * Input: `images` [batch, height, width, 3]. Output: `map` [batch, h, w, C].
 *
 * @param spec Which network.
 * @param state Its parameters and running statistics.
 * @param size Batch, image size and how many stages are frozen.
 * @throws EngineError `options/unknown-key`, `model/spec`, `weights/missing`, `weights/shape`.
 */
export function resnetTrunkInference(
  spec: ResNetSpec,
  state: State,
  size: BatchSize & { readonly frozenStages: number },
): Program {
  checkOptions(size, { ...SIZE, frozenStages: undefined });
  const { frozenStages: stages } = size;
  const image = imageInput(spec, size);
  const map = resnetTrunk(image, spec, { layers: foldedLayers(state), stages });
  return compile({ lowering: 'conv', outputs: { map } });
}

function trainingProgram(
  options: ResNetTrainingOptions,
  network: (layers: TrainingLayers) => Tensor,
): Program {
  const { stepsPerRun } = options;
  const from = parameters();
  const layers = trainingLayers(from, options);
  const logits = network(layers);
  const loss = lossOfLogits(logits, options.loss);
  const update = updateOf(loss, from.declared, options);
  return compile({
    lowering: 'gemm',
    outputs: { loss, logits },
    state: [...from.declared, ...update.memory],
    updates: new Map([...layers.updates(), ...update.next]),
    ...(stepsPerRun === undefined ? {} : { stepsPerRun }),
  });
}

/** What an inference program gives besides logits and features. */
export interface ResNetInferenceOptions extends BatchSize {
  /** Whether `heatmap` is given too. Default false. */
  readonly heatmap?: boolean;
}

/**
 * A program that applies a network, with normalisation folded into constant weights.
 *
 * Input: `images` [batch, height, width, 3]. Outputs: `logits` [batch, classes], `features` [batch, 2048 or 512], and
 * on demand `heatmap` [batch, h, w, classes]: Grad-CAM of each logit on the last stage, at least 0. The network ends in
 * a mean and a full connection, so the gradient that Grad-CAM weighs channels with is that layer's weight over h * w.
 *
 * @param spec Which network.
 * @param state Its parameters and running statistics; optimiser memory is ignored.
 * @param options Batch, image size, and whether the heat map is wanted.
 * @throws EngineError `options/unknown-key`, `weights/missing`, `weights/shape`, `model/spec`.
 * @see Selvaraju et al., Grad-CAM, ICCV 2017
 */
export function resnetInference(spec: ResNetSpec, state: State, options: ResNetInferenceOptions): Program {
  checkOptions(options, { ...SIZE, heatmap: false });
  const { heatmap = false } = options;
  const image = imageInput(spec, options);
  const { logits, features, map } = resnet(image, spec, foldedLayers(state));
  const outputs = heatmap ? { logits, features, heatmap: gradCam(map, spec, state) } : { logits, features };
  return compile({ lowering: 'conv', outputs });
}

function gradCam(map: Tensor, { classes }: ResNetSpec, state: State): Tensor {
  const [, height, width, channels] = map.shape as [number, number, number, number];
  const { data } = getTensor(state, 'fc.weight', [classes, channels]);
  const weights = new Float32Array(data.length);
  for (let o = 0; o < classes; o++)
    for (let c = 0; c < channels; c++) weights[c * classes + o] = data[o * channels + c]! / (height * width);
  return relu(convolution(map, constant(weights, [channels, classes]), { kernel: 1, stride: 1, padding: 0 }));
}

/**
 * The part of a state that a program keeps: optimiser memory of its own parameters included.
 *
 * @param program What will be loaded.
 * @param state A whole network's state, or more.
 */
export function stateFor(program: Program, state: State): State {
  const kept = new Set(program.state.map(({ name }) => name));
  return new Map([...state].filter(([name]) => kept.has(name)));
}
