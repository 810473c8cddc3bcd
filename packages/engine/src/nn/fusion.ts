/**
 * The transformer that fuses sequences: features of every sequence and slice become tokens, a class token gathers them.
 *
 * Reads a specification, builds graph nodes. Absent sequences are masked in attention. Knows nothing of encoders.
 */

import { EngineError } from '../errors.ts';
import type { Tensor } from '../graph/operation.ts';
import { add } from '../ops/add.ts';
import { slice } from '../ops/axis.ts';
import { batchMatmul } from '../ops/batch-matmul.ts';
import { broadcastTo, sumTo } from '../ops/broadcast.ts';
import { concatenate } from '../ops/concatenate.ts';
import { gemm } from '../ops/gemm.ts';
import { constant, input } from '../ops/leaves.ts';
import { reshape } from '../ops/reshape.ts';
import { checkOptions, type KnownOptions } from '../options.ts';
import { type Parameters, parameters } from '../program/parameters.ts';
import type { StateSpec } from '../program/state.ts';
import { encoderLayer, layerNorm, tokenLinear } from './transformer.ts';

/** Which fusion transformer. */
export interface FusionSpec {
  /** Number of MRI sequences. */
  readonly sequences: number;
  /** Slices of each sequence. */
  readonly slices: number;
  /** Features of each slice: 2048 from ResNet-50 and deeper. */
  readonly features: number;
  /** Width of a token. */
  readonly width: number;
  /** Number of encoder layers. */
  readonly layers: number;
  /** Attention heads, a divisor of the width. */
  readonly heads: number;
  /** Width of the small network for each token. */
  readonly feedForward: number;
  readonly norm: 'pre' | 'post';
  /** Share of values dropped in training, 0 to below 1. */
  readonly dropout: number;
  /** Number of outputs; 1 means one logit for a yes/no question. */
  readonly classes: number;
}

/** What the transformer reads. */
export interface FusionInputs {
  /** Features [batch, sequences * slices, F], slices of one sequence next to each other. */
  readonly features: Tensor;
  /** 1 where a slice's sequence is absent, [batch, sequences * slices]. */
  readonly missing: Tensor;
  /** Gives a dropout mask's input by name and shape; absent at inference. */
  readonly dropout?: (name: string, shape: readonly number[]) => Tensor;
}

/** What the transformer computes. */
export interface FusionOutputs {
  /** Logit [batch, 1]. */
  readonly logits: Tensor;
  /** Attention of each layer, [batch * heads, T, T] with T = 1 + sequences * slices, class token first. */
  readonly attention: readonly Tensor[];
}

const KNOWN: KnownOptions<FusionSpec> = Object.freeze({
  sequences: undefined,
  slices: undefined,
  features: undefined,
  width: undefined,
  layers: undefined,
  heads: undefined,
  feedForward: undefined,
  norm: undefined,
  dropout: undefined,
  classes: undefined,
});

/**
 * Refuses a specification that makes no sense.
 *
 * @param spec Which transformer.
 * @throws EngineError `options/unknown-key`, `model/spec`.
 */
export function checkFusion(spec: FusionSpec): void {
  checkOptions(spec, KNOWN);
  const counts = { ...spec, norm: 1, dropout: 1 };
  const wrong = Object.entries(counts).find(([, value]) => !Number.isInteger(value) || value < 1);
  if (!wrong && spec.width % spec.heads === 0 && spec.dropout >= 0 && spec.dropout < 1) return;
  throw new EngineError('model/spec', {
    found: `Found ${wrong ? wrong.join(' ') : `width ${spec.width}, heads ${spec.heads}, dropout ${spec.dropout}`}.`,
    needed: 'Needed whole sizes of at least 1, a width that the heads divide, dropout from 0 to below 1.',
    remedy: 'Correct the fusion section.',
  });
}

/**
 * Builds the transformer.
 *
 * @param inputs Features and which are missing.
 * @param spec Which transformer.
 * @param from Gives the parameters.
 * @throws EngineError `model/spec`.
 */
export function fusion(inputs: FusionInputs, spec: FusionSpec, from: Parameters): FusionOutputs {
  checkFusion(spec);
  const batch = inputs.features.shape[0]!;
  let tokens = embedded(inputs.features, spec, from);
  const missing = concatenate([constant(new Float32Array(batch), [batch, 1]), inputs.missing], 1);
  const attention: Tensor[] = [];
  for (let index = 0; index < spec.layers; index++) {
    const { dropout } = inputs;
    const named = dropout && {
      dropout: (place: string, shape: readonly number[]) => dropout(`dropout/${index}/${place}`, shape),
    };
    const layer = {
      prefix: `encoder.layers.${index}.`,
      heads: spec.heads,
      feedForward: spec.feedForward,
      norm: spec.norm,
    };
    const result = encoderLayer({ tokens, missing, ...named }, layer, from);
    tokens = result.tokens;
    attention.push(result.attention);
  }
  const first = slice(tokens, { axis: 1, start: 0, end: 1 });
  const normed = spec.norm === 'pre' ? layerNorm(first, 'encoder.norm', from) : first;
  const weight = from.plain('head.weight', [spec.classes, spec.width]);
  const bias = from.row('head.bias', spec.classes);
  return {
    logits: gemm(reshape(normed, [batch, spec.width]), weight, { transposeB: true, bias }),
    attention,
  };
}

/** Projected features plus what sequence and slice they are, behind the class token. */
function embedded(features: Tensor, spec: FusionSpec, from: Parameters): Tensor {
  const { sequences, slices, width } = spec;
  const batch = features.shape[0]!;
  const count = sequences * slices;
  // Each encoder has features of its own that mean nothing to another, so each has a projection of its own.
  const projected = concatenate(
    Array.from({ length: sequences }, (_, index) =>
      tokenLinear(
        slice(features, { axis: 1, start: index * slices, end: (index + 1) * slices }),
        { weight: `project.${index}.weight`, bias: `project.${index}.bias`, outputs: width },
        from,
      ),
    ),
    1,
  );
  const bySequence = reshape(from.plain('sequence_embedding', [sequences, width]), [sequences, 1, width]);
  const bySlice = reshape(from.plain('slice_embedding', [slices, width]), [1, slices, width]);
  const places = reshape(add(broadcastTo(bySequence, [sequences, slices, width]), bySlice), [
    1,
    count,
    width,
  ]);
  const classToken = reshape(from.plain('class_token', [width]), [1, 1, width]);
  return concatenate([broadcastTo(classToken, [batch, 1, width]), add(projected, places)], 1);
}

/**
 * Attention of the class token to each token, averaged over heads.
 *
 * @param attention One layer's attention [batch * heads, T, T].
 * @param heads Number of heads.
 * @returns [batch, 1, T], rows adding up to one.
 */
export function classAttention(attention: Tensor, heads: number): Tensor {
  const [rows, count] = attention.shape as [number, number, number];
  const first = reshape(slice(attention, { axis: 1, start: 0, end: 1 }), [rows / heads, heads, count]);
  return sumTo(first, [rows / heads, 1, count], 1 / heads);
}

/**
 * How much of each input token reaches the class token through all layers, when each layer's sum passes half on.
 *
 * @param attention Each layer's attention [batch * heads, T, T], first layer first.
 * @param heads Number of heads.
 * @returns [batch, T], rows adding up to one.
 * @see Abnar and Zuidema, Quantifying Attention Flow in Transformers, ACL 2020
 */
export function attentionRollout(attention: readonly Tensor[], heads: number): Tensor {
  const [rows, count] = attention[0]!.shape as [number, number, number];
  const batch = rows / heads;
  const identity = Float32Array.from({ length: count * count }, (_, index) =>
    index % (count + 1) === 0 ? 0.5 : 0,
  );
  const passed = attention.map((layer) => {
    const mean = sumTo(reshape(layer, [batch, heads, count * count]), [batch, 1, count * count], 0.5 / heads);
    return add(reshape(mean, [batch, count, count]), constant(identity, [1, count, count]));
  });
  const flow = passed.reduce((earlier, later) => batchMatmul(later, earlier));
  return reshape(slice(flow, { axis: 1, start: 0, end: 1 }), [batch, count]);
}

/**
 * Everything a fusion transformer keeps, in the order it is used.
 *
 * @param spec Which transformer.
 * @throws EngineError `model/spec`.
 */
export function fusionState(spec: FusionSpec): StateSpec[] {
  checkFusion(spec);
  const from = parameters();
  const count = spec.sequences * spec.slices;
  fusion(
    { features: input('features', [1, count, spec.features]), missing: input('missing', [1, count]) },
    spec,
    from,
  );
  return from.declared.map(({ spec: entry }) => entry);
}
