/**
 * Losses that learn from follow-up: Cox's partial likelihood, and hazards in intervals of time.
 *
 * Who was at risk when is the caller's to say, as a matrix; nothing here knows dates.
 */

import type { Tensor } from '../graph/operation.ts';
import { add } from '../ops/add.ts';
import { sumTo } from '../ops/broadcast.ts';
import { constant } from '../ops/leaves.ts';
import { logSumExp } from '../ops/log-sum-exp.ts';
import { multiply } from '../ops/multiply.ts';
import { reshape } from '../ops/reshape.ts';
import { scale } from '../ops/scale.ts';
import { softplus } from '../ops/softplus.ts';
import { subtract } from '../ops/subtract.ts';
import { weightedMean } from './weighted-mean.ts';

/** Added to the score of a patient who is not at risk; the share becomes exactly zero. */
const NOT_AT_RISK = -1e9;

/**
 * Minus Cox's log partial likelihood, per event, with Breslow's treatment of ties.
 *
 * @param scores Log relative hazard, higher is worse. Length N.
 * @param targets `atRisk` [N, N], 1 where patient j (column) was at risk when patient i (row) had the event, the
 *   diagonal 1; `events` [N], 1 where the event was seen, at least one.
 * @returns Scalar.
 * @see Cox, J R Stat Soc B 34 (1972) 187-220; Katzman et al., DeepSurv, BMC Med Res Methodol 18 (2018) 24
 */
export function coxPartialLikelihood(scores: Tensor, targets: { atRisk: Tensor; events: Tensor }): Tensor {
  const count = scores.shape[0]!;
  const one = constant(Float32Array.of(1), []);
  const outside = scale(subtract(one, targets.atRisk), NOT_AT_RISK);
  const pool = reshape(logSumExp(add(outside, reshape(scores, [1, count]))), [count]);
  return weightedMean(subtract(pool, scores), targets.events);
}

/**
 * Minus the log likelihood of survival in intervals of time.
 *
 * @param logits Log odds of the event in each interval, given survival up to it, [N, T].
 * @param targets `survived` [N, T], 1 for each interval lived through; `died` [N, T], 1 in the interval of the event,
 *   a row of zeros for a censored patient; `weights` [N].
 * @returns Scalar, the weighted mean over patients.
 * @see Gensheimer and Narasimhan, PeerJ 7 (2019) e6257
 */
export function discreteTimeSurvival(
  logits: Tensor,
  targets: { survived: Tensor; died: Tensor; weights: Tensor },
): Tensor {
  const rows = logits.shape[0]!;
  const living = multiply(targets.survived, softplus(logits));
  const dying = multiply(targets.died, softplus(scale(logits, -1)));
  return weightedMean(reshape(sumTo(add(living, dying), [rows, 1]), [rows]), targets.weights);
}
