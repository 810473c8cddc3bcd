/**
 * Loss for ordered classes: one yes/no question a threshold, "is the class above it?".
 *
 * @see Cao, Mirjalili, Raschka, Rank Consistent Ordinal Regression, Pattern Recognition Letters 140 (2020) 325-331
 */

import type { Tensor } from '../graph/operation.ts';
import { sumTo } from '../ops/broadcast.ts';
import { constant } from '../ops/leaves.ts';
import { multiply } from '../ops/multiply.ts';
import { reshape } from '../ops/reshape.ts';
import { scale } from '../ops/scale.ts';
import { softplus } from '../ops/softplus.ts';
import { subtract } from '../ops/subtract.ts';
import { weightedMean } from './weighted-mean.ts';

/**
 * Weighted mean over rows of the summed cross-entropies of all thresholds.
 *
 * @param logits Log odds of lying above each of K - 1 thresholds, [N, K - 1].
 * @param targets `above` [N, K - 1], 1 where the row's class lies above the threshold; `weights` [N].
 * @returns Scalar.
 */
export function ordinal(logits: Tensor, targets: { above: Tensor; weights: Tensor }): Tensor {
  const rows = logits.shape[0]!;
  const away = subtract(constant(Float32Array.of(1), []), scale(targets.above, 2));
  const losses = sumTo(softplus(multiply(logits, away)), [rows, 1]);
  return weightedMean(reshape(losses, [rows]), targets.weights);
}
