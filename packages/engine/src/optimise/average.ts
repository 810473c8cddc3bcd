/**
 * A running average of the weights, kept beside them: smoother than the last step's weights.
 *
 * @see Polyak and Juditsky, SIAM J Control Optim 30 (1992) 838-855
 */

import type { Tensor } from '../graph/operation.ts';
import { add } from '../ops/add.ts';
import { scale } from '../ops/scale.ts';
import { MEMORY_PREFIX, type State, type StateTensor } from '../state.ts';
import { memoryOf, type Slope, type Update } from './slope.ts';

const KIND = 'average';

/**
 * Adds the average of every parameter to an update; it starts from the parameter itself.
 *
 * @param update What a step changes.
 * @param slopes Parameters and gradients.
 * @param decay Share of the average that is kept at each step, 0 to below 1.
 */
export function averaged(update: Update, slopes: readonly Slope[], decay: number): Update {
  const next = new Map<Tensor, Tensor>(update.next);
  const memory = slopes.map(({ parameter }) => {
    const kept = memoryOf(parameter, KIND);
    const moved = update.next.get(parameter.tensor)!;
    next.set(kept.tensor, add(scale(kept.tensor, decay), scale(moved, 1 - decay)));
    return { ...kept, spec: { ...kept.spec, startsFrom: parameter.spec.name } };
  });
  return { memory: [...update.memory, ...memory], next };
}

/**
 * A state with averages in place of the last weights; tensors without an average stay as they are.
 *
 * @param state A session's state.
 */
export function averagedState(state: State): State {
  const prefix = `${MEMORY_PREFIX}${KIND}.`;
  const own = [...state].filter(([name]) => !name.startsWith(MEMORY_PREFIX));
  return new Map(
    own.map(([name, tensor]): [string, StateTensor] => [name, state.get(prefix + name) ?? tensor]),
  );
}
