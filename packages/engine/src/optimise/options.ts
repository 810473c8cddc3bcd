/**
 * Which optimiser trains a network, with its settings.
 *
 * Only options and their defaults. Knows nothing of graphs.
 */

import { EngineError } from '../errors.ts';

/** Settings that every optimiser shares. */
export interface SharedOptions {
  /** Share of a weight that is taken off, scaled by the learning rate. Default 0. */
  readonly weightDecay?: number;
  /** Whether norms' scales and every bias decay too. Default false. */
  readonly decayEverything?: boolean;
  /** Largest joint length of all gradients; longer ones are shortened to it. Default: none. */
  readonly clipNorm?: number;
  /** Share of a running average of the weights that is kept at each step, 0 to below 1. Default: no average. */
  readonly averageDecay?: number;
  /** Batches whose mean gradient makes one step; the input `lastOfStep` says which is the last. Default 1. */
  readonly accumulate?: number;
}

/** Stochastic gradient descent with momentum, as PyTorch defines it. */
export interface SgdOptions extends SharedOptions {
  readonly kind: 'sgd';
  /** Share of the last step that is kept. Default 0.9. */
  readonly momentum?: number;
}

/** Adam with decoupled weight decay (Loshchilov and Hutter, 2019). */
export interface AdamWOptions extends SharedOptions {
  readonly kind: 'adamw';
  /** Decay of the mean gradient. Default 0.9. */
  readonly beta1?: number;
  /** Decay of the mean squared gradient. Default 0.999. */
  readonly beta2?: number;
  /** Keeps the step finite where gradients vanish. Default 1e-8. */
  readonly epsilon?: number;
}

/** Any optimiser. */
export type OptimiserOptions = SgdOptions | AdamWOptions;

const SHARED = ['kind', 'weightDecay', 'decayEverything', 'clipNorm', 'averageDecay', 'accumulate'] as const;

const KNOWN = Object.freeze({
  sgd: [...SHARED, 'momentum'],
  adamw: [...SHARED, 'beta1', 'beta2', 'epsilon'],
});

/**
 * Refuses options that are unknown or out of range.
 *
 * @param options What the caller asked for.
 * @throws EngineError `optimise/option`.
 */
export function checkOptimiser(options: OptimiserOptions): void {
  const known = KNOWN[options.kind] as readonly string[] | undefined;
  const unknown = Object.keys(options).find((key) => !known?.includes(key));
  if (!known || unknown !== undefined)
    refuse(`${unknown ?? options.kind}`, `Needed one of ${(known ?? Object.keys(KNOWN)).join(', ')}`);
  for (const key of ['momentum', 'beta1', 'beta2', 'averageDecay'] as const) {
    const value = (options as Partial<Record<typeof key, number>>)[key];
    if (value !== undefined && !(value >= 0 && value < 1))
      refuse(`${key} ${value}`, 'Needed a number from 0 to below 1');
  }
  checkAccumulation(options);
  for (const key of ['weightDecay', 'clipNorm', 'epsilon'] as const) {
    const value = (options as Partial<Record<typeof key, number>>)[key];
    const least = key === 'weightDecay' ? value! >= 0 : value! > 0;
    if (value !== undefined && !(least && Number.isFinite(value)))
      refuse(`${key} ${value}`, 'Needed a finite number above 0');
  }
}

function checkAccumulation({ accumulate = 1 }: OptimiserOptions): void {
  if (!Number.isInteger(accumulate) || accumulate < 1)
    refuse(`accumulate ${accumulate}`, 'Needed a whole number of at least 1');
}

function refuse(found: string, needed: string): never {
  throw new EngineError('optimise/option', {
    found: `Found the optimiser option ${found}.`,
    needed: `${needed}.`,
    remedy: 'Correct the optimiser section.',
  });
}
