/**
 * One step of gradient descent with momentum, as PyTorch defines it: m' = mu m + g + wd w, w' = w - lr m'.
 */

import type { Tensor } from '../graph/operation.ts';
import { add } from '../ops/add.ts';
import { multiply } from '../ops/multiply.ts';
import { scale } from '../ops/scale.ts';
import { subtract } from '../ops/subtract.ts';
import type { SgdOptions } from './options.ts';
import { decayOf, type Move, memoryOf, type Slope, type Update, type Variable } from './slope.ts';

/**
 * Builds the update.
 *
 * The decayed momentum is added right beside the gradient, so that a matrix product can take it over.
 *
 * @param slopes Parameters and gradients.
 * @param learningRate Scalar.
 * @param options Momentum and decay.
 */
export function sgd(slopes: readonly Slope[], learningRate: Tensor, options: SgdOptions): Update {
  const momentum = options.momentum ?? 0.9;
  const memory: Variable[] = [];
  const moves: Move[] = [];
  for (const { parameter, gradient } of slopes) {
    const decay = decayOf(parameter, options);
    let moved = gradient;
    if (momentum > 0) {
      const last = memoryOf(parameter, 'momentum');
      memory.push(last);
      moved = add(gradient, scale(last.value, momentum));
      if (decay > 0) moved = add(moved, scale(parameter.value, decay));
      moves.push({ variable: last, next: moved });
    } else if (decay > 0) moved = add(gradient, scale(parameter.value, decay));
    const next = subtract(parameter.value, multiply(moved, learningRate));
    moves.push({ variable: parameter, next });
  }
  return { memory, moves };
}
