/**
 * From log odds to a score, and what a score costs when the truth is known.
 *
 * Reads numbers, gives numbers. Knows nothing of networks.
 */

/**
 * The score of log odds: the chance of a positive target that the network claims.
 *
 * @param logit Log odds, any finite number; higher is more likely positive.
 * @returns 0 to 1. Not calibrated: that it says 0.8 does not mean that 8 of 10 are positive.
 * @example
 * scoreOf(0); // 0.5
 */
export function scoreOf(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}

/**
 * Binary cross-entropy from log odds, without overflow.
 *
 * @param logit Log odds, any finite number.
 * @param target What is true, 0 or 1.
 * @returns nats, >= 0; lower is better.
 * @example
 * crossEntropy(0, 1); // 0.693, the logarithm of 2
 */
export function crossEntropy(logit: number, target: 0 | 1): number {
  return Math.max(logit, 0) - logit * target + Math.log1p(Math.exp(-Math.abs(logit)));
}
