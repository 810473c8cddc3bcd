/**
 * What share of patients has the condition at each predicted probability, by local parabolas, as R's `loess`.
 *
 * Reads points, gives a smooth that can be asked anywhere, with what each point contributes. Fits at every place asked
 * (`direct`) or, as R does by default, at the corners of cells with cubics in between (`interpolate`).
 */

import { StatsError } from '../errors.ts';
import { checkOptions } from '../options.ts';
import { type LocalFit, localQuadratic } from './local-quadratic.ts';

/** Options of `loess`, under R's names. */
export interface LoessOptions {
  /** Share of points that each parabola is fitted to, at most 1. Default 0.75. */
  readonly span?: number;
  /** Default `'direct'`; `'interpolate'` is R's default and is quick for many points. */
  readonly surface?: 'direct' | 'interpolate';
  /** Cells of `'interpolate'` hold at most this share of span times n. Default 0.2. */
  readonly cell?: number;
}

const DEFAULTS = Object.freeze({ span: 0.75, surface: 'direct', cell: 0.2 });

/** A smooth. */
export interface Loess {
  /** Its value at x. */
  at(x: number): number;
  /** Weight of every observation, in the order of the call, in the value at x. */
  sharesAt(x: number): Float64Array;
}

interface Points {
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Position in the call of every sorted point. */
  readonly order: readonly number[];
  /** Points in a neighbourhood. */
  readonly near: number;
}

/** A local fit and where its window begins. */
interface Vertex extends LocalFit {
  readonly place: number;
  readonly from: number;
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

function fitAt(points: Points, place: number): Vertex {
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

/** Where a run of sorted points is cut: its middle, moved off ties, as the k-d tree of netlib's dloess does. */
function cutIndex(x: Float64Array, low: number, high: number): number {
  const middle = (low + high) >> 1;
  for (let offset = 0; middle + offset < high && middle + offset >= low; ) {
    if (x[middle + offset]! !== x[middle + offset + 1]!) return middle + offset;
    offset = -offset;
    if (offset >= 0) offset++;
  }
  return middle;
}

/** Places where the interpolating surface is fitted: the ends of the box and the cuts of its cells. */
function vertexPlaces(points: Points, cellSize: number): number[] {
  const { x } = points;
  const n = x.length;
  const [first, last] = [x[0]!, x[n - 1]!];
  const margin = 0.005 * Math.max(last - first, Math.max(Math.abs(first), Math.abs(last)) * 1e-3 + 1e-30);
  const places = [first - margin, last + margin];
  const cells = [{ low: 0, high: n - 1, left: first - margin, right: last + margin }];
  for (let cell = cells.shift(); cell; cell = cells.shift()) {
    const { low, high, left, right } = cell;
    if (high - low + 1 <= cellSize) continue;
    const cut = cutIndex(x, low, high);
    if (cut >= high || x[cut] === left || x[cut] === right) continue;
    const place = x[cut]!;
    places.push(place);
    cells.push({ low, high: cut, left, right: place }, { low: cut + 1, high, left: place, right });
  }
  return places.sort((a, b) => a - b);
}

/** Weights of the two ends' values and slopes in a cubic at a share h of a cell. */
function hermite(
  h: number,
  width: number,
): { low: number; high: number; lowSlope: number; highSlope: number } {
  return {
    low: (1 - h) ** 2 * (1 + 2 * h),
    high: h * h * (3 - 2 * h),
    lowSlope: h * (1 - h) ** 2 * width,
    highSlope: -h * h * (1 - h) * width,
  };
}

function interpolated(points: Points, cellSize: number): (x: number) => number {
  const vertices = vertexPlaces(points, cellSize).map((place) => fitAt(points, place));
  return (x) => {
    let k = 0;
    while (k < vertices.length - 2 && x > vertices[k + 1]!.place) k++;
    const low = vertices[k]!;
    const high = vertices[k + 1]!;
    const width = high.place - low.place;
    const part = hermite((x - low.place) / width, width);
    return (
      part.low * low.value + part.high * high.value + part.lowSlope * low.slope + part.highSlope * high.slope
    );
  };
}

function sortPoints(x: ArrayLike<number>, y: ArrayLike<number>, span: number): Points {
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

/**
 * Local quadratic regression of one variable, Gaussian family.
 *
 * @param x Length n, finite.
 * @param y One value each.
 * @throws StatsError `calibration/too-few-values` when a local window holds fewer than 3 points or one value only.
 * @example
 * loess([1, 2, 3, 4, 5, 6], [1, 4, 9, 16, 25, 36], { span: 1 }).at(2.5); // 6.25
 * @see Cleveland and Devlin, JASA 83 (1988) 596-610; R's loess(degree = 2).
 */
export function loess(x: ArrayLike<number>, y: ArrayLike<number>, options: LoessOptions = {}): Loess {
  const { span, surface, cell } = checkOptions(options, DEFAULTS);
  const points = sortPoints(x, y, span);
  const direct = (place: number) => fitAt(points, place).value;
  const sharesAt = (place: number) => {
    const fit = fitAt(points, place);
    const result = new Float64Array(points.order.length);
    fit.shares.forEach((share, k) => {
      result[points.order[fit.from + k]!] = share;
    });
    return result;
  };
  const at = surface === 'direct' ? direct : interpolated(points, Math.floor(x.length * span * cell));
  return { at, sharesAt };
}
