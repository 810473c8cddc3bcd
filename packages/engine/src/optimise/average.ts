/**
 * A running average of the weights, kept beside them: smoother than the last step's weights.
 *
 * @see Polyak and Juditsky, SIAM J Control Optim 30 (1992) 838-855
 */

import { add } from '../ops/add.ts';
import { scale } from '../ops/scale.ts';
import { MEMORY_PREFIX, type State, type StateTensor, withoutMemory } from '../program/state.ts';
import { type Move, memoryOf, type Slope, type Update } from './slope.ts';

const KIND = 'average';

/**
 * Adds the average of every parameter to an update; it starts from the parameter itself.
 *
 * @param update What a step changes.
 * @param slopes Parameters and gradients.
 * @param decay Share of the average that is kept at each step, 0 to below 1.
 */
export function averaged(update: Update, slopes: readonly Slope[], decay: number): Update {
  const after = new Map(update.moves.map(({ variable, next }) => [variable, next]));
  const moves = slopes.map(({ parameter }): Move => {
    const kept = memoryOf(parameter, KIND, true);
    const moved = after.get(parameter)!;
    return { variable: kept, next: add(scale(kept.value, decay), scale(moved, 1 - decay)) };
  });
  const memory = moves.map(({ variable }) => variable);
  return { memory: [...update.memory, ...memory], moves: [...update.moves, ...moves] };
}

/**
 * A state with averages in place of the last weights; tensors without an average stay as they are.
 *
 * @param state A session's state.
 */
export function averagedState(state: State): State {
  const prefix = `${MEMORY_PREFIX}${KIND}.`;
  return new Map(
    [...withoutMemory(state)].map(([name, tensor]): [string, StateTensor] => [
      name,
      state.get(prefix + name) ?? tensor,
    ]),
  );
}
