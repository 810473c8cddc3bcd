/**
 * In how many ways ranks can add up to a sum.
 *
 * Reads ranks, gives counts and the shares as far from the middle. Knows no groups.
 */
/**
 * Number of ways to choose `size` of the weights with each sum: ways[sum].
 * Weights are whole numbers, twice the mid-ranks, so that ties stay exact.
 */
export function waysOfSums(weights: Uint32Array, size: number): Float64Array {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const ways = Array.from({ length: size + 1 }, () => new Float64Array(total + 1));
  ways[0]![0] = 1;
  let reached = 0;
  for (const weight of weights) {
    reached += weight;
    for (let chosen = size; chosen >= 1; chosen--) {
      const into = ways[chosen]!;
      const from = ways[chosen - 1]!;
      for (let sum = reached; sum >= weight; sum--) into[sum]! += from[sum - weight]!;
    }
  }
  return ways[size]!;
}

/** Number of subsets with each sum. */
export function waysOfSubsets(weights: Uint32Array): Float64Array {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const ways = new Float64Array(total + 1);
  ways[0] = 1;
  for (const weight of weights) {
    for (let sum = total; sum >= weight; sum--) ways[sum]! += ways[sum - weight]!;
  }
  return ways;
}

/** Twice the smaller tail at the observed sum, as R does for its exact tests. */
export function twiceSmallerTail(ways: Float64Array, observed: number): number {
  let below = 0;
  let above = 0;
  let all = 0;
  for (let sum = 0; sum < ways.length; sum++) {
    all += ways[sum]!;
    if (sum <= observed) below += ways[sum]!;
    if (sum >= observed) above += ways[sum]!;
  }
  return Math.min(1, (2 * Math.min(below, above)) / all);
}

/** Share of sums at least as far from the mean sum: the permutation P with ties. */
export function asFarFromMean(ways: Float64Array, observed: number, mean: number): number {
  let far = 0;
  let all = 0;
  for (let sum = 0; sum < ways.length; sum++) {
    all += ways[sum]!;
    if (Math.abs(sum - mean) >= Math.abs(observed - mean) - 1e-9) far += ways[sum]!;
  }
  return far / all;
}
