/**
 * State in this process's memory that has two places: a step reads one and writes the other, then they change roles.
 *
 * Needs an ONNX Runtime that writes outputs where they are wanted. Nothing is copied or allocated between steps. What
 * may be written over while a step runs, an optimiser's memory, has one place.
 */

import { EngineError } from '../../../errors.ts';
import type { OnnxRuntime, RuntimeTensors } from '../../onnxruntime.ts';
import type { FirstState, KeptState } from './kept.ts';
import { tensorsOf, valuesOf } from './memory.ts';

/**
 * Keeps a state in two places by turns.
 *
 * @param ort ONNX Runtime, which writes in place.
 * @param first What it starts from.
 */
export function keepByTurns(ort: OnnxRuntime, first: FirstState): KeptState {
  const { updates, data, extents } = first;
  const fresh = updates
    .filter(({ overwritable }) => !overwritable)
    .map(({ input }) => [input, new Float32Array(data[input]!.length)] as const);
  const writesOver = updates.some(({ overwritable }) => overwritable);
  let now = tensorsOf(ort, first);
  let next: RuntimeTensors = {
    ...now,
    ...tensorsOf(ort, { data: Object.fromEntries(fresh), extents, updates }),
  };
  let begun = false;
  const whole = (): RuntimeTensors => {
    if (begun && writesOver) throw lost();
    return now;
  };
  return {
    location: 'cpu',
    tensors: whole,
    targets: () => {
      begun = true;
      return Object.fromEntries(updates.map(({ input, output }) => [output, next[input]!]));
    },
    accept: () => {
      [now, next] = [next, now];
      begun = false;
    },
    refuse: () => undefined,
    read: () => Promise.resolve().then(() => valuesOf(whole())),
    release: () => {
      for (const tensor of new Set([...Object.values(now), ...Object.values(next)])) tensor.dispose();
      return Promise.resolve();
    },
  };
}

function lost(): EngineError {
  return new EngineError('runtime/failed', {
    found: "Found a session whose last step failed, and with it the optimiser's memory.",
    needed: 'Needed a session that has taken all its steps.',
    remedy: 'Load the program again from the last checkpoint.',
  });
}
