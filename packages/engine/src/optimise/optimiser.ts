/**
 * What one optimiser step does to the parameters, as nodes of the training graph.
 *
 * Reads parameters and gradients, gives the next value of everything that changes. Knows nothing of layers.
 */

import type { Tensor } from '../graph/operation.ts';
import { accumulated } from './accumulate.ts';
import { adamw } from './adamw.ts';
import { averaged } from './average.ts';
import { clipped } from './clip.ts';
import { checkOptimiser, type OptimiserOptions } from './options.ts';
import { sgd } from './sgd.ts';
import type { Slope, Update } from './slope.ts';

/**
 * Builds the update of all parameters.
 *
 * @param slopes Parameters and gradients.
 * @param learningRate Scalar, handed in at each step.
 * @param options Which optimiser.
 * @throws EngineError `optimise/option` for an unknown or senseless setting.
 */
export function optimiserUpdate(
  slopes: readonly Slope[],
  learningRate: Tensor,
  options: OptimiserOptions,
): Update {
  checkOptimiser(options);
  const { accumulate = 1 } = options;
  const optimise = (own: readonly Slope[]): Update => wholeStep(own, learningRate, options);
  return accumulate === 1 ? optimise(slopes) : accumulated(slopes, accumulate, optimise);
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
