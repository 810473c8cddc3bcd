/**
 * How the learning rate moves with the step: plain functions, so that a resumed run needs only the step.
 */

import { EngineError } from '../errors.ts';
import { checkOptions, type KnownOptions } from '../options.ts';

/** A learning rate that rises, then falls along half a cosine. */
export interface WarmUpCosine {
  /** Highest learning rate, > 0. */
  readonly highest: number;
  /** Steps of the rise; 0 starts at the highest. */
  readonly warmUpSteps: number;
  /** All steps, more than the rise. */
  readonly totalSteps: number;
  /** Learning rate at the end, 0 to the highest. Default 0. */
  readonly lowest?: number;
}

const KNOWN: KnownOptions<WarmUpCosine> = Object.freeze({
  highest: undefined,
  warmUpSteps: undefined,
  totalSteps: undefined,
  lowest: 0,
});

/**
 * The learning rate of each step.
 *
 * @param options Heights and lengths.
 * @returns A function of the step, counted from 0; behind the last step it stays at the lowest.
 * @throws EngineError `options/unknown-key`, `optimise/option`.
 * @example
 * warmUpCosine({ highest: 0.01, warmUpSteps: 10, totalSteps: 100 })(0); // 0.001
 * @see Loshchilov and Hutter, SGDR, ICLR 2017; Goyal et al., 2017 (warm-up)
 */
export function warmUpCosine(options: WarmUpCosine): (step: number) => number {
  checkOptions(options, KNOWN);
  const { highest, warmUpSteps, totalSteps, lowest = 0 } = options;
  const whole = Number.isInteger(warmUpSteps) && Number.isInteger(totalSteps) && warmUpSteps >= 0;
  if (!whole || totalSteps <= warmUpSteps || !(highest > 0) || !(lowest >= 0 && lowest <= highest))
    throw new EngineError('optimise/option', {
      found: `Found a learning rate from ${lowest} to ${highest} with ${warmUpSteps} of ${totalSteps} steps of warm-up.`,
      needed: 'Needed 0 <= lowest <= highest, highest > 0, and fewer steps of warm-up than steps.',
      remedy: 'Correct the learning rate section.',
    });
  return (step) => {
    if (step < warmUpSteps) return (highest * (step + 1)) / warmUpSteps;
    const done = Math.min(1, (step - warmUpSteps) / (totalSteps - warmUpSteps));
    return lowest + 0.5 * (highest - lowest) * (1 + Math.cos(Math.PI * done));
  };
}
