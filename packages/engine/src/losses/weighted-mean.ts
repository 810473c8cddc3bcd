/**
 * The mean of each row's loss, weighted by the row.
 */

import type { Tensor } from '../graph/operation.ts';
import { sumTo } from '../ops/broadcast.ts';
import { divide } from '../ops/divide.ts';
import { multiply } from '../ops/multiply.ts';

/**
 * sum(w * l) / sum(w).
 *
 * @param losses One loss a row. Length N.
 * @param weights At least 0, with a positive sum. Length N.
 */
export function weightedMean(losses: Tensor, weights: Tensor): Tensor {
  return divide(sumTo(multiply(losses, weights), []), sumTo(weights, []));
}
