/**
 * Shortens all gradients together when their joint length is too large.
 */

import type { Tensor } from '../graph/operation.ts';
import { add } from '../ops/add.ts';
import { atMostOne } from '../ops/at-most-one.ts';
import { sumTo } from '../ops/broadcast.ts';
import { divide } from '../ops/divide.ts';
import { constant } from '../ops/leaves.ts';
import { multiply } from '../ops/multiply.ts';
import { squareRoot } from '../ops/square-root.ts';
import type { Slope } from './slope.ts';

/**
 * Gradients whose joint Euclidean length is at most `limit`, as PyTorch's clip_grad_norm_ gives them.
 *
 * @param slopes Parameters and gradients.
 * @param limit Largest length, > 0.
 */
export function clipped(slopes: readonly Slope[], limit: number): Slope[] {
  const squares = slopes.map(({ gradient }) => sumTo(multiply(gradient, gradient), []));
  const total = squares.reduce((sum: Tensor, square) => add(sum, square));
  const length = add(squareRoot(total), constant(Float32Array.of(1e-6), []));
  const factor = atMostOne(divide(constant(Float32Array.of(limit), []), length));
  return slopes.map(({ parameter, gradient }) => ({ parameter, gradient: multiply(gradient, factor) }));
}
