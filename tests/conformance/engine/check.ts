/**
 * One comparison with a reference, and how far apart two networks' numbers may be.
 */

/** Result of one comparison. */
export interface Check {
  /** What was compared, such as `gradients, training`. */
  readonly what: string;
  /** Largest relative distance found. */
  readonly distance: number;
  /** Largest distance allowed. */
  readonly limit: number;
  /** Where the largest distance was, when several tensors were compared. */
  readonly where?: string;
}

/** Limits on relative distances: float32 itself lies about a tenth of these from float64. */
export const LIMITS = Object.freeze({
  values: 1e-5,
  gradientsFrozen: 5e-5,
  gradientsTraining: 5e-4,
  optimiser: 1e-4,
  wholeNetwork: 1e-4,
  gradientLengths: 1e-2,
});

/**
 * Whether a comparison holds; a distance that is not a number does not.
 *
 * @param check One comparison.
 */
export function holds({ distance, limit }: Check): boolean {
  return distance <= limit;
}

/**
 * The largest of several distances as one comparison.
 *
 * @param what What was compared.
 * @param distances Distance of each tensor by name.
 * @param limit Largest distance allowed.
 */
export function worst(what: string, distances: ReadonlyMap<string, number>, limit: number): Check {
  let [where, distance] = ['', distances.size === 0 ? Number.NaN : 0];
  for (const [name, value] of distances) if (!(value <= distance)) [where, distance] = [name, value];
  return { what, distance, limit, ...(where ? { where } : {}) };
}
