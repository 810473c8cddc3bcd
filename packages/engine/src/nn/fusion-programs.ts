/**
 * The fusion transformer as programs: one that trains it, one that applies it.
 *
 * Reads a specification and sizes, gives ONNX programs and dropout masks. Knows nothing of patients.
 */

import { type LossOptions, lossOfLogits } from '../losses/loss.ts';
import { compile } from '../onnx/compile.ts';
import { concatenate } from '../ops/concatenate.ts';
import { input } from '../ops/leaves.ts';
import type { OptimiserOptions } from '../optimise/options.ts';
import { checkOptions, type KnownOptions } from '../options.ts';
import type { Batch } from '../program/batch.ts';
import { parameters } from '../program/parameters.ts';
import type { Program } from '../program/program.ts';
import type { RandomSource } from '../random.ts';
import {
  attentionRollout,
  checkFusion,
  classAttention,
  type FusionInputs,
  type FusionSpec,
  fusion,
} from './fusion.ts';
import { updateOf } from './training-parts.ts';

/** How a fusion transformer is trained. */
export interface FusionTrainingOptions {
  /** Patients in a batch. */
  readonly batch: number;
  readonly optimiser: OptimiserOptions;
  /** Which parameters change, by name. Default: all. */
  readonly trainable?: (name: string) => boolean;
  /** What is learnt. Default: binary for one output, categorical for several. */
  readonly loss?: LossOptions;
  /** Steps that one run of the model can take. Default 1. */
  readonly stepsPerRun?: number;
}

const TRAINING: KnownOptions<FusionTrainingOptions> = Object.freeze({
  batch: undefined,
  optimiser: undefined,
  trainable: undefined,
  loss: undefined,
  stepsPerRun: 1,
});

const DROPOUT = 'dropout/';

function fusionInputs(spec: FusionSpec, batch: number): FusionInputs {
  checkFusion(spec);
  const count = spec.sequences * spec.slices;
  return {
    features: input('features', [batch, count, spec.features]),
    missing: input('missing', [batch, count]),
  };
}

/**
 * A program whose step is forward, backward and update.
 *
 * Inputs: `features` [batch, sequences * slices, F] (zeros where missing), `missing` [batch, sequences * slices] (1 =
 * absent), `labels` [batch], `sampleWeights` [batch], `learningRate` [], and with dropout the masks that `dropoutMasks`
 * makes. Outputs: `loss` [], `logits` [batch, classes].
 *
 * @param spec Which transformer.
 * @param options Batch and optimiser.
 * @throws EngineError `options/unknown-key`, `model/spec`, `optimise/option`.
 */
export function fusionTraining(spec: FusionSpec, options: FusionTrainingOptions): Program {
  checkOptions(options, TRAINING);
  const from = parameters();
  const inputs = fusionInputs(spec, options.batch);
  const { logits } = fusion(spec.dropout > 0 ? { ...inputs, dropout: input } : inputs, spec, from);
  const loss = lossOfLogits(logits, options.loss);
  const update = updateOf(loss, from.declared, options);
  return compile({
    lowering: 'gemm',
    outputs: { loss, logits },
    state: [...from.declared, ...update.memory],
    updates: update.next,
    stepsPerRun: options.stepsPerRun ?? 1,
  });
}

/**
 * A program that applies the transformer.
 *
 * Inputs: `features`, `missing` as in training. Outputs: `logits` [batch, classes]; `attention` [batch, layers, T], the class
 * token's attention to each token averaged over heads, T = 1 + sequences * slices with the class token first;
 * `rollout` [batch, T], how much of each token reaches the class token through all layers.
 *
 * @param spec Which transformer; dropout is not applied.
 * @param options Patients in a batch.
 * @throws EngineError `options/unknown-key`, `model/spec`.
 */
export function fusionInference(spec: FusionSpec, options: { readonly batch: number }): Program {
  checkOptions(options, { batch: undefined });
  const from = parameters();
  const { logits, attention } = fusion(fusionInputs(spec, options.batch), spec, from);
  const shares = attention.map((layer) => classAttention(layer, spec.heads));
  return compile({
    lowering: 'gemm',
    outputs: { logits, attention: concatenate(shares, 1), rollout: attentionRollout(attention, spec.heads) },
    state: from.declared,
  });
}

/**
 * Dropout masks of one step: 0 with the given chance, else 1 / (1 - rate).
 *
 * @param program A training program; without dropout the result is empty.
 * @param rate Share dropped, as in the specification.
 * @param random A generator keyed by the step, so that the step can be replayed.
 */
export function dropoutMasks(program: Program, rate: number, random: RandomSource): Batch {
  const masks = program.inputs.filter(({ name }) => name.startsWith(DROPOUT));
  const kept = 1 / (1 - rate);
  return Object.fromEntries(
    masks.map(({ name, shape }) => {
      const length = shape.reduce((product, extent) => product * extent, 1);
      return [name, Float32Array.from({ length }, () => (random.uniform() < rate ? 0 : kept))];
    }),
  );
}
