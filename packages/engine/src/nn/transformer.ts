/**
 * One layer of a transformer encoder: attention among tokens, then a small network for each token.
 *
 * Reads tokens and parameters under PyTorch's names (self_attn, linear1, linear2, norm1, norm2), builds graph nodes.
 *
 * @see Vaswani et al., Attention Is All You Need, 2017; norm first after Xiong et al., ICML 2020
 */

import type { Tensor } from '../graph/operation.ts';
import { add } from '../ops/add.ts';
import { slice } from '../ops/axis.ts';
import { batchMatmul } from '../ops/batch-matmul.ts';
import { broadcastTo } from '../ops/broadcast.ts';
import { gelu } from '../ops/gelu.ts';
import { gemm } from '../ops/gemm.ts';
import { mergeHeads, splitHeads } from '../ops/heads.ts';
import { multiply } from '../ops/multiply.ts';
import { reshape } from '../ops/reshape.ts';
import { scale } from '../ops/scale.ts';
import { softmax } from '../ops/softmax.ts';
import { standardise } from '../ops/standardise.ts';
import type { Parameters } from '../program/parameters.ts';

/** Sizes and form of one encoder layer. */
export interface EncoderLayer {
  /** Prefix of its parameters' names, ending in a dot or empty. */
  readonly prefix: string;
  readonly heads: number;
  /** Width of the small network for each token. */
  readonly feedForward: number;
  /** Whether norms stand before each part (`pre`) or after each sum (`post`). */
  readonly norm: 'pre' | 'post';
}

/** What a layer reads. */
export interface EncoderInputs {
  /** Tokens [B, T, D]. */
  readonly tokens: Tensor;
  /** 1 where a token is absent and must not be attended to, 0 elsewhere. [B, T]. */
  readonly missing: Tensor;
  /** Masks made by the caller: 0 where dropped, 1 / (1 - rate) elsewhere. Absent without dropout. */
  readonly dropout?: (place: 'attention' | 'hidden' | 'output', shape: readonly number[]) => Tensor;
}

/** What a layer gives. */
export interface EncoderOutputs {
  /** Tokens [B, T, D]. */
  readonly tokens: Tensor;
  /** Share of each token (last axis) in each token's attention, [B * heads, T, T]. */
  readonly attention: Tensor;
}

/** Added to variances in layer norms; PyTorch's value. */
const LAYER_NORM_EPSILON = 1e-5;

/** Added to the scores of absent tokens; their share becomes exactly zero. */
const ABSENT_SCORE = -1e9;

/**
 * Builds one encoder layer with exact GELU.
 *
 * @param inputs Tokens and which are missing.
 * @param layer Sizes and form.
 * @param from Gives the parameters.
 * @throws EngineError `graph/shape` when the width is not a multiple of the heads.
 */
export function encoderLayer(inputs: EncoderInputs, layer: EncoderLayer, from: Parameters): EncoderOutputs {
  const { prefix, norm } = layer;
  const dropped = (place: 'attention' | 'output', value: Tensor): Tensor =>
    inputs.dropout ? multiply(value, inputs.dropout(place, value.shape)) : value;
  const normed = (index: number, tokens: Tensor): Tensor => layerNorm(tokens, `${prefix}norm${index}`, from);
  const { tokens } = inputs;
  const attended = selfAttention(
    { ...inputs, tokens: norm === 'pre' ? normed(1, tokens) : tokens },
    layer,
    from,
  );
  const between = add(tokens, dropped('attention', attended.tokens));
  const middle = norm === 'pre' ? between : normed(1, between);
  const fed = feedForward(norm === 'pre' ? normed(2, middle) : middle, { inputs, layer }, from);
  const after = add(middle, dropped('output', fed));
  return { tokens: norm === 'pre' ? after : normed(2, after), attention: attended.attention };
}

/**
 * A layer norm over the last axis, NAME.weight and NAME.bias.
 *
 * @param tokens Tokens [..., D].
 * @param name Name of the norm.
 * @param from Gives the parameters.
 */
export function layerNorm(tokens: Tensor, name: string, from: Parameters): Tensor {
  const width = tokens.shape[tokens.shape.length - 1]!;
  const rows = [tokens.shape.slice(0, -1).reduce((product, extent) => product * extent, 1), width];
  const standard = reshape(standardise(tokens, LAYER_NORM_EPSILON), rows);
  const scaled = add(multiply(standard, from.row(`${name}.weight`, width)), from.row(`${name}.bias`, width));
  return reshape(scaled, tokens.shape);
}

/**
 * A full connection of every token, NAME.weight [outputs, inputs] and NAME.bias.
 *
 * @param tokens Tokens [B, T, D].
 * @param layer Parameter names and the number of outputs.
 * @param from Gives the parameters.
 */
export function tokenLinear(
  tokens: Tensor,
  layer: { readonly weight: string; readonly bias: string; readonly outputs: number },
  from: Parameters,
): Tensor {
  const [batch, count, width] = tokens.shape as [number, number, number];
  const weight = from.plain(layer.weight, [layer.outputs, width]);
  const bias = from.row(layer.bias, layer.outputs);
  const rows = gemm(reshape(tokens, [batch * count, width]), weight, { transposeB: true, bias });
  return reshape(rows, [batch, count, layer.outputs]);
}

function selfAttention(
  inputs: EncoderInputs,
  { prefix, heads }: EncoderLayer,
  from: Parameters,
): EncoderOutputs {
  const { tokens, missing } = inputs;
  const [batch, count, width] = tokens.shape as [number, number, number];
  const name = `${prefix}self_attn`;
  const joint = tokenLinear(
    tokens,
    { weight: `${name}.in_proj_weight`, bias: `${name}.in_proj_bias`, outputs: 3 * width },
    from,
  );
  const part = (index: number): Tensor =>
    splitHeads(slice(joint, { axis: 2, start: index * width, end: (index + 1) * width }), heads);
  const scores = scale(batchMatmul(part(0), part(1), false, true), 1 / Math.sqrt(width / heads));
  const perHead = broadcastTo(reshape(scale(missing, ABSENT_SCORE), [batch, 1, count]), [
    batch,
    heads,
    count,
  ]);
  const attention = softmax(add(scores, reshape(perHead, [batch * heads, 1, count])));
  const mixed = mergeHeads(batchMatmul(attention, part(2)), heads);
  const out = { weight: `${name}.out_proj.weight`, bias: `${name}.out_proj.bias`, outputs: width };
  return { tokens: tokenLinear(mixed, out, from), attention };
}

function feedForward(
  tokens: Tensor,
  { inputs, layer }: { inputs: EncoderInputs; layer: EncoderLayer },
  from: Parameters,
): Tensor {
  const { prefix, feedForward: hidden } = layer;
  const width = tokens.shape[2]!;
  const named = (index: number, outputs: number) => ({
    weight: `${prefix}linear${index}.weight`,
    bias: `${prefix}linear${index}.bias`,
    outputs,
  });
  const active = gelu(tokenLinear(tokens, named(1, hidden), from));
  const kept = inputs.dropout ? multiply(active, inputs.dropout('hidden', active.shape)) : active;
  return tokenLinear(kept, named(2, width), from);
}
