/**
 * Where a network's layers get their parameters from: leaves of a training graph, by PyTorch name.
 *
 * Knows how each kind of parameter is held in a program; nothing of layers or values.
 */

import type { Tensor } from '../graph/operation.ts';
import type { Shape } from '../graph/shape.ts';
import { apply } from '../graph/tensor.ts';
import { stateOp } from '../ops/leaves.ts';
import type { StateSpec } from './state.ts';

/** A state leaf with what it stands for. */
export interface Declared {
  readonly tensor: Tensor;
  readonly spec: StateSpec;
}

/** Gives the parameters that layers ask for, and remembers them in order. */
export interface Parameters {
  /** Convolution weights [filters, channels, kernel, kernel], held as [kernel^2 * channels, filters]. */
  convolution(name: string, shape: { kernel: number; channels: number; filters: number }): Tensor;
  /** A vector [length], held as a row [1, length]. */
  row(name: string, length: number): Tensor;
  /** A running statistic [length], held as a row; never trained. */
  statistic(name: string, length: number): Tensor;
  /** A tensor held as it is, at most three axes. */
  plain(name: string, shape: Shape): Tensor;
  /** Everything asked for so far. */
  readonly declared: readonly Declared[];
}

/** What is known of a value before a program says what a step does to it. */
export type Undecided = Omit<StateSpec, 'updated' | 'overwritable'>;

/**
 * Declares one value that a session keeps.
 *
 * @param spec Name, shapes and role.
 */
export function declare(spec: Undecided): Declared {
  const tensor = apply(stateOp, [], { name: spec.name, shape: spec.held });
  return { tensor, spec: { ...spec, updated: false, overwritable: false } };
}

/** Starts an empty set of parameters. */
export function parameters(): Parameters {
  const declared: Declared[] = [];
  const put = (spec: Undecided): Tensor => {
    const entry = declare(spec);
    declared.push(entry);
    return entry.tensor;
  };
  const row = (name: string, length: number, role: StateSpec['role']): Tensor =>
    put({ name, shape: [length], layout: 'plain', held: [1, length], role });
  return {
    declared,
    convolution: (name, { kernel, channels, filters }) =>
      put({
        name,
        shape: [filters, channels, kernel, kernel],
        layout: 'taps',
        held: [kernel * kernel * channels, filters],
        role: 'parameter',
      }),
    row: (name, length) => row(name, length, 'parameter'),
    statistic: (name, length) => row(name, length, 'statistic'),
    plain: (name, shape) => put({ name, shape, layout: 'plain', held: shape, role: 'parameter' }),
  };
}
