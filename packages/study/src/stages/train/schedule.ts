/**
 * How fast the weights move at each step: a rise, then half a cosine down to 0.
 */

/** The course of a learning rate. */
export interface Schedule {
  /** Highest rate, > 0. */
  readonly peak: number;
  /** Steps in all, >= 1. */
  readonly steps: number;
  /** Part of the steps in which the rate rises, in [0, 1). */
  readonly warmUp: number;
}

/**
 * The learning rate of a step.
 *
 * @param step From 0.
 * @example
 * learningRateAt({ peak: 0.1, steps: 100, warmUp: 0 }, 50); // 0.05
 * @see Loshchilov and Hutter, SGDR, ICLR 2017; Goyal et al., arXiv 1706.02677, for the warm-up.
 */
export function learningRateAt({ peak, steps, warmUp }: Schedule, step: number): number {
  const rising = Math.round(steps * warmUp);
  if (step < rising) return (peak * (step + 1)) / rising;
  const share = (step - rising) / Math.max(steps - rising, 1);
  return (peak * (1 + Math.cos(Math.PI * Math.min(share, 1)))) / 2;
}
