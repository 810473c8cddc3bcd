/**
 * Mean, spread and skewness of replicates.
 *
 * Reads replicates or jackknife values. Knows no interval.
 */
/** Mean, standard deviation and bias of replicates. */
export interface ReplicateSummary {
  /** Mean of the replicates. */
  readonly mean: number;
  /** Their standard deviation: the bootstrap standard error. */
  readonly standardError: number;
  /** Mean minus estimate. */
  readonly bias: number;
}

/**
 * Mean, standard error and bias of replicates.
 *
 * @param estimate The estimate on the patients themselves.
 * @param replicates At least two.
 */
export function summariseReplicates(estimate: number, replicates: Float64Array): ReplicateSummary {
  const count = replicates.length;
  let sum = 0;
  for (let i = 0; i < count; i++) sum += replicates[i]!;
  const mean = sum / count;
  let squares = 0;
  for (let i = 0; i < count; i++) squares += (replicates[i]! - mean) ** 2;
  return { mean, standardError: Math.sqrt(squares / (count - 1)), bias: mean - estimate };
}

/**
 * Jackknife acceleration: the skewness that BCa corrects.
 *
 * @param leftOut The statistic without each patient in turn.
 * @returns null when the values do not vary.
 * @see Efron, JASA 82 (1987) 171-185, equation 6.6.
 */
export function jackknifeAcceleration(leftOut: Float64Array): number | null {
  const mean = leftOut.reduce((sum, value) => sum + value, 0) / leftOut.length;
  let squares = 0;
  let cubes = 0;
  for (const value of leftOut) {
    const away = mean - value;
    squares += away * away;
    cubes += away * away * away;
  }
  return squares === 0 ? null : cubes / (6 * squares ** 1.5);
}
