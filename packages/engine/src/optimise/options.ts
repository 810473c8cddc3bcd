/**
 * Which optimiser trains a network, with its settings.
 *
 * Only options and their defaults. Knows nothing of graphs.
 */

import { EngineError } from '../errors.ts';
import { checkOptions, type KnownOptions } from '../options.ts';

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

const SHARED: KnownOptions<SharedOptions> = Object.freeze({
  weightDecay: 0,
  decayEverything: false,
  clipNorm: undefined,
  averageDecay: undefined,
  accumulate: 1,
});

const KNOWN: {
  readonly sgd: KnownOptions<SgdOptions>;
  readonly adamw: KnownOptions<AdamWOptions>;
} = Object.freeze({
  sgd: { kind: undefined, ...SHARED, momentum: 0.9 },
  adamw: { kind: undefined, ...SHARED, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
});

/**
 * Refuses options that are unknown or out of range.
 *
 * @param options What the caller asked for.
 * @throws EngineError `options/unknown-key`, `optimise/option`.
 */
export function checkOptimiser(options: OptimiserOptions): void {
  if (!Object.hasOwn(KNOWN, options.kind))
    refuse(`${options.kind}`, `Needed one of ${Object.keys(KNOWN).join(', ')}`);
  checkOptions(options, KNOWN[options.kind]);
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
