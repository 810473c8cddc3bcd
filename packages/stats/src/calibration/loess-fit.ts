/**
 * One local parabola of a loess curve.
 *
 * Reads sorted points and a place, gives the value there and what every point contributes.
 */
import { StatsError } from '../errors.ts';
import { type LocalFit, localQuadratic } from './local-quadratic.ts';

/** A local fit and where its window begins. */
export interface Vertex extends LocalFit {
  readonly place: number;
  readonly from: number;
}

/** Points in rising order, and how many a local fit takes. */
export interface Points {
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Position in the call of every sorted point. */
  readonly order: readonly number[];
  /** Points in a neighbourhood. */
  readonly near: number;
}

/** First index of the run of `near` points closest to a place. */
function windowStart(x: Float64Array, near: number, place: number): number {
  let low = 0;
  let high = x.length - near;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (place - x[middle]! > x[middle + near]! - place) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The local parabola at a place. */
export function fitAt(points: Points, place: number): Vertex {
  const { x, y, near } = points;
  const from = windowStart(x, near, place);
  const reach = Math.max(place - x[from]!, x[from + near - 1]! - place);
  if (!(reach > 0)) {
    throw new StatsError('calibration/too-few-values', {
      found: `Found ${near} equal predictions around ${place}.`,
      needed: 'Needed predictions that vary within the span of a local fit.',
      remedy: 'Use a larger span, or the spline curve.',
    });
  }
  const distances = new Float64Array(near);
  const weights = new Float64Array(near);
  for (let k = 0; k < near; k++) {
    distances[k] = x[from + k]! - place;
    const share = Math.abs(distances[k]!) / reach;
    weights[k] = share < 1 ? (1 - share ** 3) ** 3 : 0;
  }
  const fit = localQuadratic(distances, y.subarray(from, from + near), weights);
  return { ...fit, place, from };
}

/** Sorts points and checks that they can be fitted. StatsError `calibration/too-few-values`, `input/*`. */
export function sortPoints(x: ArrayLike<number>, y: ArrayLike<number>, span: number): Points {
  const order = Array.from({ length: x.length }, (_, i) => i).sort((a, b) => x[a]! - x[b]!);
  const near = Math.min(x.length, Math.floor(x.length * span + 1e-5));
  if (near < 3) {
    throw new StatsError('calibration/too-few-values', {
      found: `Found ${near} points in the span of a local fit.`,
      needed: 'Needed at least 3 for a parabola.',
      remedy: 'Use more patients or a larger span.',
    });
  }
  return {
    x: Float64Array.from(order, (i) => x[i]!),
    y: Float64Array.from(order, (i) => y[i]!),
    order,
    near,
  };
}
