/**
 * What one optimiser step does to the parameters, as nodes of the training graph.
 *
 * Reads parameters and gradients, gives the next value of everything that changes. Knows nothing of layers.
 */

import type { Tensor } from '../graph/operation.ts';
import type { Declared } from '../program/parameters.ts';
import { accumulated } from './accumulate.ts';
import { adamw } from './adamw.ts';
import { averaged } from './average.ts';
import { clipped } from './clip.ts';
import { checkOptimiser, type OptimiserOptions } from './options.ts';
import { sgd } from './sgd.ts';
import { nextOfLeaves, type Slope, slopesOf, type Update } from './slope.ts';

/** What a step changes, leaf by leaf. */
export interface OptimiserUpdate {
  /** Memory of the optimiser, starting from zero. */
  readonly memory: readonly Declared[];
  /** Next value of parameters and memory. */
  readonly next: ReadonlyMap<Tensor, Tensor>;
}

/**
 * Builds the update of all parameters.
 *
 * @param found Parameters and gradients.
 * @param learningRate Scalar, handed in at each step.
 * @param options Which optimiser.
 * @throws EngineError `optimise/option` for an unknown or senseless setting.
 */
export function optimiserUpdate(
  found: readonly { readonly parameter: Declared; readonly gradient: Tensor }[],
  learningRate: Tensor,
  options: OptimiserOptions,
): OptimiserUpdate {
  checkOptimiser(options);
  const { accumulate = 1 } = options;
  const slopes = slopesOf(found);
  const optimise = (own: readonly Slope[]): Update => wholeStep(own, learningRate, options);
  const { memory, moves } = accumulate === 1 ? optimise(slopes) : accumulated(slopes, accumulate, optimise);
  return { memory: memory.flatMap(({ parts }) => parts), next: nextOfLeaves(moves) };
}

function wholeStep(slopes: readonly Slope[], learningRate: Tensor, options: OptimiserOptions): Update {
  const used = options.clipNorm === undefined ? slopes : clipped(slopes, options.clipNorm);
  const update = stepOf(used, learningRate, options);
  return options.averageDecay === undefined ? update : averaged(update, used, options.averageDecay);
}

function stepOf(slopes: readonly Slope[], learningRate: Tensor, options: OptimiserOptions): Update {
  switch (options.kind) {
    case 'sgd':
      return sgd(slopes, learningRate, options);
    case 'adamw':
      return adamw(slopes, learningRate, options);
    default:
      return options satisfies never;
  }
}
