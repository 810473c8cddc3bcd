/**
 * A loess curve between the corners of cells, as R computes it for many points.
 *
 * Reads points and the size of a cell, gives a cubic between local parabolas.
 */
import { fitAt, type Points } from './loess-fit.ts';

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

/** The curve as R interpolates it between vertices. */
export function interpolated(points: Points, cellSize: number): (x: number) => number {
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
