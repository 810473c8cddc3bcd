/**
 * Binary cross-entropy that counts easy rows less.
 *
 * @see Lin et al., Focal Loss for Dense Object Detection, ICCV 2017
 */

import type { Tensor } from '../graph/operation.ts';
import { exponential } from '../ops/exponential.ts';
import { constant } from '../ops/leaves.ts';
import { multiply } from '../ops/multiply.ts';
import { scale } from '../ops/scale.ts';
import { softplus } from '../ops/softplus.ts';
import { subtract } from '../ops/subtract.ts';
import { weightedMean } from './weighted-mean.ts';

/**
 * Weighted mean of (1 - p)^gamma * -log p, with p the probability given to the true label.
 *
 * @param logits Log odds of the positive label. Length N.
 * @param targets `labels` 0 or 1, `weights` at least 0 with a positive sum.
 * @param gamma How much easy rows fade, at least 0; 0 gives binary cross-entropy.
 * @returns Scalar.
 */
export function focal(logits: Tensor, targets: { labels: Tensor; weights: Tensor }, gamma: number): Tensor {
  const sign = subtract(scale(targets.labels, 2), constant(Float32Array.of(1), []));
  const towards = multiply(logits, sign);
  const fading = exponential(scale(softplus(towards), -gamma));
  return weightedMean(multiply(fading, softplus(scale(towards, -1))), targets.weights);
}
