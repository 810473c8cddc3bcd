/**
 * Layers of an inference graph: constant weights with batch normalisation folded into them.
 *
 * Reads a state, builds graph nodes. Knows nothing of training.
 */

import { convolution } from '../ops/convolution.ts';
import { gemm } from '../ops/gemm.ts';
import { constant } from '../ops/leaves.ts';
import { getTensor, type State, toHeld } from '../program/state.ts';
import type { ConvolutionNorm, Layers } from './residual.ts';
import { NORM_EPSILON } from './training-layers.ts';

/**
 * Layers of constants.
 *
 * @param state Parameters and running statistics by PyTorch name.
 */
export function foldedLayers(state: State): Layers {
  return {
    linear(rows, { name, outputs }) {
      const inputs = rows.shape[1]!;
      const weight = constant(getTensor(state, `${name}.weight`, [outputs, inputs]).data, [outputs, inputs]);
      const bias = constant(getTensor(state, `${name}.bias`, [outputs]).data, [1, outputs]);
      return gemm(rows, weight, { transposeB: true, bias });
    },
    convolutionNorm(image, layer) {
      const { weights, bias } = folded(state, layer, image.shape[3]!);
      const rows = weights.length / layer.filters;
      return convolution(image, constant(weights, [rows, layer.filters]), {
        ...layer,
        bias: constant(bias, [1, layer.filters]),
      });
    },
  };
}

/** Weights times slope and the shift that remains, computed in double precision. */
function folded(
  state: State,
  layer: ConvolutionNorm,
  channels: number,
): { weights: Float32Array; bias: Float32Array } {
  const { filters, kernel } = layer;
  const shape = [filters, channels, kernel, kernel];
  const row = (part: string): Float32Array => getTensor(state, `${layer.norm}.${part}`, [filters]).data;
  const [gamma, beta, mean, variance] = [row('weight'), row('bias'), row('running_mean'), row('running_var')];
  const slope = Float64Array.from(gamma, (value, o) => value / Math.sqrt(variance[o]! + NORM_EPSILON));
  const name = `${layer.convolution}.weight`;
  const held = toHeld(
    { name, shape, layout: 'taps', held: [], role: 'parameter', updated: false, overwritable: false },
    getTensor(state, name, shape).data,
  );
  return {
    weights: held.map((value, index) => value * slope[index % filters]!),
    bias: Float32Array.from(beta, (value, o) => value - mean[o]! * slope[o]!),
  };
}
