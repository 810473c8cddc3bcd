/**
 * Two masks of one image, cut to what they fill.
 *
 * Reads shape, spacing and voxels, refuses masks that do not fit. Knows no distance.
 */
import { StatsError } from '../errors.ts';
import type { Grid } from './distance-transform.ts';

/** Two masks of one image. */
export interface MaskPair {
  /** Voxels along each axis, 1 to 3 axes, C order: the last axis runs fastest. */
  readonly shape: readonly number[];
  /** Distance of neighbours along each axis, in mm. */
  readonly spacingMm: readonly number[];
  /** Not 0 inside the first mask (the reference). */
  readonly a: ArrayLike<number>;
  /** Not 0 inside the second mask. */
  readonly b: ArrayLike<number>;
}

type Triple = [number, number, number];

/** A part of the image that holds both masks, with their voxels. */
interface Cropped {
  readonly grid: Grid;
  readonly a: Uint8Array;
  readonly b: Uint8Array;
}

function asTriple(values: readonly number[]): Triple {
  const padded = [...new Array<number>(3 - values.length).fill(1), ...values];
  return padded as Triple;
}

/** Refuses masks of different images. StatsError `agreement/shape`. */
export function checkPair({ shape, spacingMm, a, b }: MaskPair): Grid {
  const axes = shape.length;
  const whole = shape.every((n) => Number.isInteger(n) && n >= 1);
  const positive = spacingMm.every((mm) => mm > 0 && Number.isFinite(mm));
  const voxels = shape.reduce((product, n) => product * n, 1);
  if (
    axes < 1 ||
    axes > 3 ||
    spacingMm.length !== axes ||
    !whole ||
    !positive ||
    a.length !== voxels ||
    b.length !== voxels
  ) {
    throw new StatsError('agreement/shape', {
      found: `Found masks of ${a.length} and ${b.length} voxels, shape ${shape.join(' x ')}, spacing ${spacingMm.join(' x ')} mm.`,
      needed: 'Needed two masks of one image of 1 to 3 axes with a spacing above 0 on each.',
      remedy: 'Resample one mask onto the grid of the other first.',
    });
  }
  return { shape: asTriple(shape), spacingMm: asTriple(spacingMm) };
}

/** Smallest box that holds both masks. */
function bounds({ a, b }: MaskPair, shape: readonly [number, number, number]): { low: Triple; high: Triple } {
  const low: Triple = [...shape];
  const high: Triple = [-1, -1, -1];
  const [, ny, nz] = shape;
  for (let i = 0; i < a.length; i++) {
    if (a[i] === 0 && b[i] === 0) continue;
    const place = [Math.floor(i / (ny * nz)), Math.floor(i / nz) % ny, i % nz];
    for (let axis = 0; axis < 3; axis++) {
      low[axis] = Math.min(low[axis]!, place[axis]!);
      high[axis] = Math.max(high[axis]!, place[axis]!);
    }
  }
  return { low, high };
}

/** A mask cut to a box. */
export function crop(pair: MaskPair, grid: Grid): Cropped {
  const { low, high } = bounds(pair, grid.shape);
  const shape = low.map((from, axis) => high[axis]! - from + 1) as Triple;
  const [nx, ny, nz] = shape;
  const a = new Uint8Array(nx * ny * nz);
  const b = new Uint8Array(nx * ny * nz);
  for (let x = 0, to = 0; x < nx; x++) {
    for (let y = 0; y < ny; y++) {
      const from = ((x + low[0]) * grid.shape[1] + y + low[1]) * grid.shape[2] + low[2];
      for (let z = 0; z < nz; z++, to++) {
        a[to] = pair.a[from + z] === 0 ? 0 : 1;
        b[to] = pair.b[from + z] === 0 ? 0 : 1;
      }
    }
  }
  return { grid: { shape, spacingMm: grid.spacingMm }, a, b };
}
