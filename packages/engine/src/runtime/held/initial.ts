/**
 * What a session's state is at the start, and the names it has inside the model.
 *
 * Reads a program and a state. Knows nothing of where tensors are kept.
 */

import { EngineError } from '../../errors.ts';
import { elements } from '../../graph/shape.ts';
import { loopName, nextName, type Program } from '../../program/program.ts';
import { getTensor, MEMORY_PREFIX, type State, type StateSpec, toHeld } from '../../program/state.ts';

/**
 * Name under which the model reads a state tensor.
 *
 * @param program What is loaded.
 * @param spec One of its state tensors.
 */
export function feedName(program: Program, spec: StateSpec): string {
  return program.stepsPerRun > 1 && spec.updated ? loopName(spec.name) : spec.name;
}

/**
 * Name under which the model gives a state tensor's next value.
 *
 * @param program What is loaded.
 * @param spec One of its updated state tensors.
 */
export function resultName(program: Program, spec: StateSpec): string {
  return program.stepsPerRun > 1 ? loopName(nextName(spec.name)) : nextName(spec.name);
}

/**
 * The first values of every tensor, in memory of their own, by the model's names.
 *
 * @param program What is loaded.
 * @param state Parameters by PyTorch name; optimiser memory may be absent.
 * @throws EngineError `runtime/state` for an unknown name, `weights/missing`, `weights/shape`.
 */
export function initialData(program: Program, state: State): Record<string, Float32Array> {
  const known = new Set(program.state.map(({ name }) => name));
  const unknown = [...state.keys()].find(
    (name) => !known.has(name) && !name.startsWith(MEMORY_PREFIX) && !name.endsWith('num_batches_tracked'),
  );
  if (unknown !== undefined && program.state.length > 0)
    throw new EngineError('runtime/state', {
      found: `Found a tensor named ${unknown} in the state.`,
      needed: `Needed only the ${known.size} tensors that the program keeps.`,
      remedy: 'Check that the state belongs to this network.',
    });
  return Object.fromEntries(program.state.map((spec) => [feedName(program, spec), dataOf(spec, state)]));
}

function dataOf(spec: StateSpec, state: State): Float32Array {
  const own = (data: Float32Array) => (spec.layout === 'plain' ? data.slice() : toHeld(spec, data));
  if (spec.role === 'memory' && !state.has(spec.name)) {
    if (spec.startsFrom === undefined) return new Float32Array(elements(spec.held));
    return own(getTensor(state, spec.startsFrom, spec.shape).data);
  }
  return own(getTensor(state, spec.name, spec.shape).data);
}
