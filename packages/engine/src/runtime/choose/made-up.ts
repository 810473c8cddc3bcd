/**
 * A state and batches for any program, made by the formula, so that two runtimes can be given the same.
 *
 * Reads names and shapes of a program. Values mean nothing, but lie where real ones do.
 */

import { elements } from '../../graph/shape.ts';
import type { Batch } from '../../program/batch.ts';
import type { Program, Spec } from '../../program/program.ts';
import type { State } from '../../program/state.ts';
import { formulaParameters, stream } from './formula.ts';

/**
 * Parameters by the formula, statistics of a network that was never trained, and no optimiser memory.
 *
 * @param entries Names, shapes and roles, such as a program's `state`.
 */
export function madeUpState(
  entries: readonly { readonly name: string; readonly shape: readonly number[]; readonly role: string }[],
): State {
  const parameters = formulaParameters(entries.filter(({ role }) => role === 'parameter'));
  const statistics = entries
    .filter(({ role }) => role === 'statistic')
    .map(({ name, shape }) => {
      const data = new Float32Array(elements(shape)).fill(name.endsWith('running_var') ? 1 : 0);
      return [name, { shape, data }] as const;
    });
  return new Map([...parameters, ...statistics]);
}

/**
 * A batch that the program takes.
 *
 * @param program Any training or inference program.
 * @param seed Number of the batch; another number gives other images or features.
 * @param learningRate Learning rate, where the program has one.
 */
export function madeUpBatch(program: Program, seed: number, learningRate: number): Batch {
  return Object.fromEntries(
    program.inputs.map((spec, index) => [spec.name, valuesOf(spec, seed * 101 + index, learningRate)]),
  );
}

function valuesOf({ name, shape }: Spec, seed: number, learningRate: number): Float32Array {
  const length = elements(shape);
  if (name === 'learningRate') return Float32Array.of(learningRate);
  if (name === 'sampleWeights' || name === 'atRisk') return new Float32Array(length).fill(1);
  if (name === 'missing') return Float32Array.from({ length }, (_, index) => (index % 5 === 2 ? 1 : 0));
  if (name.startsWith('dropout/'))
    return Float32Array.from(stream(seed, length), (value) => (value < -0.4 ? 0 : 1 / 0.9));
  if (name === 'images' || name === 'map' || name === 'features')
    return Float32Array.from(stream(seed, length), (value) => 3.4 * value);
  return Float32Array.from({ length }, (_, index) => index % 2);
}
