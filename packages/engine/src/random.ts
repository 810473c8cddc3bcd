/**
 * The source of randomness, handed in by the caller.
 *
 * Only a type: a generator is made elsewhere, keyed by seed and purpose, so that a run can be repeated.
 */

/** A stream of random numbers. */
export interface RandomSource {
  /** Uniform, 0 <= u < 1. */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
  /** A whole number from 0 to below `belowN`. */
  integer(belowN: number): number;
}
