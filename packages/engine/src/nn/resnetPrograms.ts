/**
 * A residual network as programs: one that trains it, one that applies it.
 *
 * Reads a specification and sizes, gives ONNX programs. Knows nothing of images, files or patients.
 */

import { compile } from '../lower/compile.ts';
import { input } from '../ops/leaves.ts';
import type { OptimiserOptions } from '../optimise/options.ts';
import type { Program } from '../program.ts';
import type { State } from '../state.ts';
import { foldedLayers } from './foldedLayers.ts';
import { parameters } from './parameters.ts';
import { type ResNetSpec, resnet } from './residual.ts';
import { type BatchNorm, trainingLayers } from './trainingLayers.ts';
import { lossOf, updateOf } from './trainingParts.ts';

/** Sizes of a batch. */
export interface BatchSize {
  /** Images in a batch; a smaller last batch is padded and its padding given weight 0. */
  readonly batch: number;
  /** Height and width of every image in pixels. */
  readonly sizePx: number;
}

/** How a residual network is trained. */
export interface ResNetTrainingOptions extends BatchSize {
  readonly batchNorm: BatchNorm;
  readonly optimiser: OptimiserOptions;
  /** Which parameters change, by name. Default: all. */
  readonly trainable?: (name: string) => boolean;
  /** Weight of a positive label in the yes/no loss. Default 1. */
  readonly positiveWeight?: number;
  /** Steps that one run of the model can take; more than 1 saves copies of the parameters. Default 1. */
  readonly stepsPerRun?: number;
}

/**
 * A program whose step is forward, backward and update.
 *
 * Inputs: `images` [batch, sizePx, sizePx, 3] (NHWC, normalised), `labels` [batch] (0/1, or class numbers when there are
 * several classes), `sampleWeights` [batch] (0 for a padding row; the sum must be positive), `learningRate` [] .
 * Outputs: `loss` [], the weighted mean; `logits` [batch, classes], before the update.
 *
 * @param spec Which network.
 * @param options Sizes, normalisation, optimiser.
 * @throws EngineError `model/spec`, `optimise/option`, `graph/shape`.
 * @example
 * resnetTraining(spec, { batch: 8, sizePx: 96, batchNorm: 'training', optimiser: { kind: 'sgd' } });
 */
export function resnetTraining(spec: ResNetSpec, options: ResNetTrainingOptions): Program {
  const { batch, sizePx, batchNorm, stepsPerRun } = options;
  const from = parameters();
  const layers = trainingLayers(from, batchNorm);
  const { logits } = resnet(input('images', [batch, sizePx, sizePx, spec.inputChannels]), spec, layers);
  const loss = lossOf(logits, options);
  const update = updateOf(loss, from.declared, options);
  return compile({
    lowering: 'gemm',
    outputs: { loss, logits },
    state: [...from.declared, ...update.memory],
    updates: new Map([...layers.updates, ...update.next]),
    ...(stepsPerRun === undefined ? {} : { stepsPerRun }),
  });
}

/**
 * A program that applies a network, with normalisation folded into constant weights.
 *
 * Input: `images` [batch, sizePx, sizePx, 3]. Outputs: `logits` [batch, classes], `features` [batch, 2048 or 512].
 *
 * @param spec Which network.
 * @param state Its parameters and running statistics; optimiser memory is ignored.
 * @param size Batch and image size.
 * @throws EngineError `weights/missing`, `weights/shape`, `model/spec`.
 */
export function resnetInference(spec: ResNetSpec, state: State, size: BatchSize): Program {
  const { batch, sizePx } = size;
  const image = input('images', [batch, sizePx, sizePx, spec.inputChannels]);
  const { logits, features } = resnet(image, spec, foldedLayers(state));
  return compile({ lowering: 'conv', outputs: { logits, features } });
}
