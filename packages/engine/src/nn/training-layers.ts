/**
 * Layers of a training graph: convolutions with batch normalisation by the batch's own or by frozen statistics.
 *
 * Reads parameters, builds graph nodes and collects how running statistics move. Knows nothing of optimisers.
 */

import type { Tensor } from '../graph/operation.ts';
import { elements } from '../graph/shape.ts';
import { add } from '../ops/add.ts';
import { batchNormalise } from '../ops/batch-normalise.ts';
import { columnMeans } from '../ops/broadcast.ts';
import { gemm } from '../ops/gemm.ts';
import { inverseDeviation } from '../ops/inverse-deviation.ts';
import { constant } from '../ops/leaves.ts';
import { multiply } from '../ops/multiply.ts';
import { cutApart, endToEnd } from '../ops/pieces.ts';
import { scale } from '../ops/scale.ts';
import { subtract } from '../ops/subtract.ts';
import type { KnownOptions } from '../options.ts';
import type { Parameters } from '../program/parameters.ts';
import { convolve, type LargestTiles } from './convolve.ts';
import type { ConvolutionNorm, Layers } from './residual.ts';

/** Where batch normalisation takes its mean and variance from. */
export type BatchNorm = 'training' | 'frozen';

/** Added to variances; torchvision's value. */
export const NORM_EPSILON = 1e-5;

/** Share of the batch in a running statistic; torchvision's value. */
export const NORM_MOMENTUM = 0.1;

/** How a training graph computes its layers. */
export interface LayerOptions {
  /** Whether normalisation uses the batch (and moves running statistics) or the running statistics. */
  readonly batchNorm: BatchNorm;
  /**
   * `fastest` lets 3x3 convolutions be computed by Winograd's method where that saves time, which changes results by
   * rounding alone; `direct` never does. Default `fastest`.
   */
  readonly convolutions?: 'fastest' | 'direct';
}

/** Names and defaults of `LayerOptions`. */
export const LAYER_OPTIONS: KnownOptions<LayerOptions> = Object.freeze({
  batchNorm: undefined,
  convolutions: 'fastest',
});

/** Layers together with what a step does to running statistics. */
export interface TrainingLayers extends Layers {
  /** Next value of each running statistic of the layers built so far; empty while statistics are frozen. */
  updates(): ReadonlyMap<Tensor, Tensor>;
}

/**
 * Layers that can be differentiated.
 *
 * @param from Gives the parameters.
 * @param options Normalisation and convolutions.
 */
export function trainingLayers(from: Parameters, options: LayerOptions): TrainingLayers {
  const { batchNorm } = options;
  const largestTiles = largestTilesOf(options);
  const seen: Seen[] = [];
  return {
    updates: () => moved(seen),
    linear(rows, { name, outputs }) {
      const weight = from.plain(`${name}.weight`, [outputs, rows.shape[1]!]);
      return gemm(rows, weight, { transposeB: true, bias: from.row(`${name}.bias`, outputs) });
    },
    convolutionNorm(image, layer) {
      const { kernel, filters } = layer;
      const weights = from.convolution(`${layer.convolution}.weight`, {
        kernel,
        filters,
        channels: image.shape[3]!,
      });
      const norm = {
        gamma: from.row(`${layer.norm}.weight`, filters),
        beta: from.row(`${layer.norm}.bias`, filters),
        mean: from.statistic(`${layer.norm}.running_mean`, filters),
        variance: from.statistic(`${layer.norm}.running_var`, filters),
      };
      const form = { ...layer, largestTiles };
      if (batchNorm === 'frozen') return frozen(image, weights, { ...norm, form });
      return byBatch(convolve(image, weights, form), norm, seen);
    },
  };
}

interface Norm {
  readonly gamma: Tensor;
  readonly beta: Tensor;
  readonly mean: Tensor;
  readonly variance: Tensor;
}

/**
 * Tiles of four round more, and a normalisation by the batch's own deviation amplifies that from layer to layer:
 * gradients of a deep network were six times less accurate than with the direct form. So there a result has small
 * tiles; a gradient, which nothing amplifies, may have large ones.
 */
function largestTilesOf({ batchNorm, convolutions = 'fastest' }: LayerOptions): LargestTiles {
  if (convolutions === 'direct') return 'direct';
  return { forward: batchNorm === 'frozen' ? 4 : 2, backward: 4 };
}

/** Frozen statistics are one slope and one shift a channel, applied to whatever is smaller: the weights or the image. */
function frozen(
  image: Tensor,
  weights: Tensor,
  { gamma, beta, mean, variance, form }: Norm & { form: ConvolutionNorm & { largestTiles: LargestTiles } },
): Tensor {
  const slope = multiply(gamma, inverseDeviation(variance, NORM_EPSILON));
  const bias = subtract(beta, multiply(mean, slope));
  const pixels = elements(image.shape) / image.shape[3]! / form.stride ** 2;
  if (pixels < weights.shape[0]!) return add(multiply(convolve(image, weights, form), slope), bias);
  return convolve(image, multiply(weights, slope), { ...form, bias });
}

function byBatch(image: Tensor, norm: Norm, seen: Seen[]): Tensor {
  const { gamma, beta, mean: runningMean, variance: runningVariance } = norm;
  const count = elements(image.shape) / image.shape[3]!;
  const mean = columnMeans(image);
  const centred = subtract(image, mean);
  const variance = columnMeans(multiply(centred, centred));
  seen.push(
    { running: runningMean, batch: mean, unbias: 1 },
    { running: runningVariance, batch: variance, unbias: count / Math.max(1, count - 1) },
  );
  return batchNormalise(
    image,
    { centred, inverse: inverseDeviation(variance, NORM_EPSILON) },
    { gamma, beta },
  );
}

/** A running statistic and the batch's own. */
interface Seen {
  readonly running: Tensor;
  readonly batch: Tensor;
  /** Makes a variance that was divided by n one that is divided by n - 1. */
  readonly unbias: number;
}

/**
 * Exponential moving averages, of all statistics at once; the running variance is the unbiased one, as in PyTorch.
 */
function moved(seen: readonly Seen[]): Map<Tensor, Tensor> {
  if (seen.length === 0) return new Map();
  const lengths = seen.map(({ running }) => running.shape[1]!);
  const shares = seen.flatMap(({ unbias }, index) =>
    Array<number>(lengths[index]!).fill(NORM_MOMENTUM * unbias),
  );
  const share = constant(Float32Array.from(shares), [1, shares.length]);
  const before = endToEnd(seen.map(({ running }) => running));
  const batch = endToEnd(seen.map(({ batch: own }) => own));
  const next = cutApart(add(scale(before, 1 - NORM_MOMENTUM), multiply(batch, share)), lengths);
  return new Map(seen.map(({ running }, index) => [running, next[index]!]));
}
