/**
 * Which arguments a distribution takes.
 *
 * Reads numbers, throws StatsError `distributions/domain` for what has no meaning. Knows no distribution.
 */
import { StatsError } from '../errors.ts';
import { requireKnown } from '../options.ts';

/** Which side of a quantile holds the probability. */
export interface TailOption {
  /** `lower`: P(X <= x) = p. `upper`: P(X > x) = p, exact for small p. Default `lower`. */
  readonly tail?: 'lower' | 'upper';
}

/**
 * Refuses what is not a finite number above zero.
 *
 * @param value The parameter.
 * @param name Its name, for the message.
 * @throws StatsError `distributions/domain`.
 */
export function requirePositive(value: number, name: string): void {
  if (value > 0 && value < Number.POSITIVE_INFINITY) return;
  throw new StatsError('distributions/domain', {
    found: `Found ${value} as ${name}.`,
    needed: 'Needed a finite number above 0.',
    remedy: 'Check how it was computed.',
  });
}

const TAIL_DEFAULTS = Object.freeze({ tail: 'lower' });

/**
 * Whether a probability is that of the upper tail. Quick without options, as in loops.
 *
 * @param options What the caller wrote.
 * @throws StatsError `options/unknown-key`.
 */
export function isUpperTail(options: TailOption | undefined): boolean {
  if (options === undefined) return false;
  requireKnown(options, TAIL_DEFAULTS);
  return options.tail === 'upper';
}

/**
 * Refuses what is not a probability.
 *
 * @param p The probability.
 * @throws StatsError `distributions/domain`.
 */
export function requireProbability(p: number): void {
  if (p >= 0 && p <= 1) return;
  throw new StatsError('distributions/domain', {
    found: `Found ${p} as a probability.`,
    needed: 'Needed a number from 0 to 1.',
    remedy: 'Check how it was computed.',
  });
}

/**
 * Refuses a missing argument of a distribution function.
 *
 * @param x Where the distribution is asked for; infinities are allowed.
 * @throws StatsError `distributions/domain`.
 */
export function requireNumber(x: number): void {
  if (!Number.isNaN(x)) return;
  throw new StatsError('distributions/domain', {
    found: 'Found NaN where a value was expected.',
    needed: 'Needed a number.',
    remedy: 'Handle undefined statistics before asking for their probability.',
  });
}
