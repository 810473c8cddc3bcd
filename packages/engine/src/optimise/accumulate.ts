/**
 * Gradient accumulation: several small batches add their gradients before the weights move once.
 *
 * For batches that do not fit into memory. Knows nothing of which optimiser follows.
 */

import { add } from '../ops/add.ts';
import { choose } from '../ops/choose.ts';
import { constant, input } from '../ops/leaves.ts';
import { multiply } from '../ops/multiply.ts';
import { scale } from '../ops/scale.ts';
import { subtract } from '../ops/subtract.ts';
import { memoryOf, type Slope, type Update } from './slope.ts';

/** Name of the input that is 1 in the last small batch of a step and 0 in the others. */
export const LAST_OF_STEP = 'lastOfStep';

/**
 * Wraps an optimiser so that it acts on the mean gradient of several batches, when the last of them is said to be there.
 *
 * Each batch counts alike, whatever its sample weights add up to. Running statistics of normalisations move with every
 * batch, as in PyTorch.
 *
 * @param slopes Parameters and the gradients of one small batch.
 * @param batches Small batches in a step, at least 2.
 * @param optimise What turns gradients into an update.
 */
export function accumulated(
  slopes: readonly Slope[],
  batches: number,
  optimise: (slopes: readonly Slope[]) => Update,
): Update {
  const last = input(LAST_OF_STEP, []);
  const goesOn = subtract(constant(Float32Array.of(1), []), last);
  const sums = slopes.map(({ parameter, gradient }) => {
    const before = memoryOf(parameter, 'gradient');
    return { parameter, before, sum: add(gradient, before.value) };
  });
  const update = optimise(
    sums.map(({ parameter, sum }) => ({ parameter, gradient: scale(sum, 1 / batches) })),
  );
  const chosen = update.moves.map(({ variable, next }) => ({
    variable,
    next: choose(last, next, variable.value),
  }));
  const kept = sums.map(({ before, sum }) => ({ variable: before, next: multiply(sum, goesOn) }));
  return {
    memory: [...update.memory, ...sums.map(({ before }) => before)],
    moves: [...chosen, ...kept],
  };
}
