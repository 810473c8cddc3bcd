/**
 * How often a planned test may be wrong.
 *
 * Reads power and level, gives their normal quantiles. Knows no test.
 */
import { normalQuantile } from '../distributions/normal-quantile.ts';
import { requireWithin } from './ranges.ts';

/** Error rates of a two-sided test. */
export interface ErrorRates {
  /** Chance to find an effect that is there, in (0, 1). Default 0.8. */
  readonly power?: number;
  /** Chance to find one that is not, two-sided, in (0, 1). Default 0.05. */
  readonly alpha?: number;
}

/** The defaults of `ErrorRates`. */
export const ERROR_RATES = Object.freeze({ power: 0.8, alpha: 0.05 });

/**
 * Normal quantiles of the two rates.
 *
 * @param rates Both of them.
 * @throws StatsError `samplesize/range`.
 */
export function rateQuantiles({ power, alpha }: Required<ErrorRates>): { alpha: number; power: number } {
  requireWithin({ power, alpha }, 0, 1);
  return { alpha: normalQuantile(1 - alpha / 2), power: normalQuantile(power) };
}
