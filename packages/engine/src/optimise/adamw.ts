/**
 * One step of Adam with decoupled weight decay.
 *
 * @see Loshchilov and Hutter, Decoupled Weight Decay Regularization, ICLR 2019
 */

import type { Tensor } from '../graph/operation.ts';
import { add } from '../ops/add.ts';
import { divide } from '../ops/divide.ts';
import { filledShare } from '../ops/filled-share.ts';
import { constant } from '../ops/leaves.ts';
import { multiply } from '../ops/multiply.ts';
import { scale } from '../ops/scale.ts';
import { squareRoot } from '../ops/square-root.ts';
import { subtract } from '../ops/subtract.ts';
import { declare } from '../program/parameters.ts';
import { MEMORY_PREFIX } from '../program/state.ts';
import type { AdamWOptions } from './options.ts';
import { alone, decayOf, type Move, memoryOf, type Slope, type Update, type Variable } from './slope.ts';

/**
 * Builds the update. The number of steps taken is part of the memory, so that a resumed run corrects alike.
 *
 * @param slopes Parameters and gradients.
 * @param learningRate Scalar.
 * @param options Decays and epsilon.
 */
export function adamw(slopes: readonly Slope[], learningRate: Tensor, options: AdamWOptions): Update {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options;
  const steps = alone(
    declare({ name: `${MEMORY_PREFIX}step`, shape: [], layout: 'plain', held: [], role: 'memory' }),
  );
  const one = constant(Float32Array.of(1), []);
  const taken = add(steps.value, one);
  const root = squareRoot(filledShare(taken, beta2));
  const shared = {
    pace: divide(multiply(learningRate, root), filledShare(taken, beta1)),
    floor: scale(root, epsilon),
  };
  const memory: Variable[] = [steps];
  const moves: Move[] = [{ variable: steps, next: taken }];
  for (const { parameter, gradient } of slopes) {
    const [mean, square] = [memoryOf(parameter, 'mean'), memoryOf(parameter, 'square')];
    memory.push(mean, square);
    const newMean = add(scale(mean.value, beta1), scale(gradient, 1 - beta1));
    const newSquare = add(scale(square.value, beta2), scale(multiply(gradient, gradient), 1 - beta2));
    const step = multiply(divide(newMean, add(squareRoot(newSquare), shared.floor)), shared.pace);
    const decay = decayOf(parameter, options);
    const kept =
      decay > 0 ? multiply(parameter.value, subtract(one, scale(learningRate, decay))) : parameter.value;
    moves.push(
      { variable: mean, next: newMean },
      { variable: square, next: newSquare },
      { variable: parameter, next: subtract(kept, step) },
    );
  }
  return { memory, moves };
}
