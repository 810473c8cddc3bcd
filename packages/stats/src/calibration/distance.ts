/**
 * How far a calibration curve lies from the diagonal, over the patients at hand.
 *
 * Reads probabilities and the curve at each of them, gives the mean, median, ninth decile and largest distance.
 */
import { sortedQuantile } from '../resampling/quantile.ts';

/** Distances between predicted and smoothed observed probability. */
export interface CurveDistance {
  /** Integrated calibration index: the mean distance. */
  readonly ici: number;
  /** The median distance. */
  readonly e50: number;
  /** The 90th percentile of the distance. */
  readonly e90: number;
  /** The largest distance. */
  readonly emax: number;
}

/**
 * Summary of |curve - probability|.
 *
 * @param probabilities Length n >= 1.
 * @param fitted The curve at each of them.
 * @see Austin and Steyerberg, Stat Med 38 (2019) 4051-4065.
 */
export function curveDistance(probabilities: ArrayLike<number>, fitted: ArrayLike<number>): CurveDistance {
  const distances = Float64Array.from(probabilities, (p, i) => Math.abs(fitted[i]! - p)).sort();
  return {
    ici: distances.reduce((sum, d) => sum + d, 0) / distances.length,
    e50: sortedQuantile(distances, 0.5),
    e90: sortedQuantile(distances, 0.9),
    emax: distances[distances.length - 1]!,
  };
}
