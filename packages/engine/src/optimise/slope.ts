/**
 * A parameter with its gradient, and whether it decays.
 */

import type { Tensor } from '../graph/operation.ts';
import type { Declared } from '../lower/lowered.ts';
import { declare } from '../nn/parameters.ts';
import { MEMORY_PREFIX } from '../state.ts';
import type { SharedOptions } from './options.ts';

/** A parameter with its gradient. */
export interface Slope {
  readonly parameter: Declared;
  readonly gradient: Tensor;
}

/** What a step changes. */
export interface Update {
  /** Memory of the optimiser, starting from zero. */
  readonly memory: readonly Declared[];
  /** Next value of parameters and memory. */
  readonly next: ReadonlyMap<Tensor, Tensor>;
}

/**
 * The decay of one parameter: none for vectors (norms' scales, biases) unless everything decays.
 *
 * @param parameter The parameter.
 * @param options Decay and its reach.
 */
export function decayOf({ spec }: Declared, options: SharedOptions): number {
  return options.decayEverything || spec.shape.length > 1 ? (options.weightDecay ?? 0) : 0;
}

/**
 * Memory of a parameter's shape, under a name of its own.
 *
 * @param parameter The parameter.
 * @param kind What is remembered, such as `momentum`.
 */
export function memoryOf({ spec }: Declared, kind: string): Declared {
  return declare({ ...spec, name: `${MEMORY_PREFIX}${kind}.${spec.name}`, role: 'memory' });
}
