/**
 * How well two masks of the same image agree, in overlap, volume and distance of their surfaces.
 *
 * Reads voxels with their spacing, gives Dice, Jaccard, volumes, Hausdorff distances in each definition by its name and
 * surface distances. A surface voxel belongs to the mask and has a face neighbour outside it, or outside the image.
 */
import { StatsError } from '../errors.ts';
import { sortedQuantile } from '../resampling/quantile.ts';
import { type Grid, squaredDistances } from './distance-transform.ts';

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

/** Distances between the surfaces, in mm, measured between voxel centres. */
export interface SurfaceDistances {
  /** Largest distance from either surface to the other. */
  readonly hausdorff: number;
  /** 95th percentile of all distances of both surfaces together (as medpy). */
  readonly hd95Pooled: number;
  /** Larger of the two directed 95th percentiles. */
  readonly hd95MaxDirected: number;
  /** Mean of the two directed 95th percentiles. */
  readonly hd95MeanDirected: number;
  readonly hd95AToB: number;
  readonly hd95BToA: number;
  /** Mean of all distances of both surfaces together (as medpy). */
  readonly assdPooled: number;
  /** Mean of the two directed mean distances. */
  readonly assdMeanDirected: number;
  /** Share of surface voxels within the tolerance of the other surface. */
  readonly surfaceDice: number;
}

/** Agreement of two masks. Null where a figure is 0 / 0, with the reason. */
export interface MaskAgreement {
  readonly voxelsA: number;
  readonly voxelsB: number;
  readonly intersection: number;
  /** 2 |A and B| / (|A| + |B|); null when both are empty. */
  readonly dice: number | null;
  /** |A and B| / |A or B|; null when both are empty. */
  readonly jaccard: number | null;
  readonly volumeAMm3: number;
  readonly volumeBMm3: number;
  /** (B - A) / A; null when A is empty. */
  readonly relativeVolumeDifference: number | null;
  readonly surfaceVoxelsA: number;
  readonly surfaceVoxelsB: number;
  /** Null when a mask is empty. */
  readonly surface: SurfaceDistances | null;
  /** Why something is null. */
  readonly reason?: string;
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

function checkPair({ shape, spacingMm, a, b }: MaskPair): Grid {
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

function crop(pair: MaskPair, grid: Grid): Cropped {
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

/** Marks voxels of a mask with a face neighbour outside it; axes of the image with one voxel have no such faces. */
function surfaceOf(mask: Uint8Array, grid: Grid, axes: readonly boolean[]): Uint8Array {
  const [nx, ny, nz] = grid.shape;
  const strides = [ny * nz, nz, 1];
  const surface = new Uint8Array(mask.length);
  for (let i = 0; i < mask.length; i++) {
    if (mask[i] === 0) continue;
    const place = [Math.floor(i / (ny * nz)), Math.floor(i / nz) % ny, i % nz];
    for (let axis = 0; axis < 3; axis++) {
      if (!axes[axis]) continue;
      const stride = strides[axis]!;
      const edge = place[axis] === 0 || place[axis] === [nx, ny, nz][axis]! - 1;
      if (edge || mask[i - stride] === 0 || mask[i + stride] === 0) surface[i] = 1;
    }
  }
  return surface;
}

/** Ascending distances from the voxels of one surface to the other. */
function directed(from: Uint8Array, to: Uint8Array, grid: Grid): Float64Array {
  const squared = squaredDistances(to, grid);
  return squared
    .filter((_, i) => from[i] === 1)
    .map(Math.sqrt)
    .sort();
}

const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;

function surfaceFigures(aToB: Float64Array, bToA: Float64Array, toleranceMm: number): SurfaceDistances {
  const pooled = new Float64Array(aToB.length + bToA.length);
  pooled.set(aToB);
  pooled.set(bToA, aToB.length);
  pooled.sort();
  const ab = sortedQuantile(aToB, 0.95);
  const ba = sortedQuantile(bToA, 0.95);
  return {
    hausdorff: pooled[pooled.length - 1]!,
    hd95Pooled: sortedQuantile(pooled, 0.95),
    hd95MaxDirected: Math.max(ab, ba),
    hd95MeanDirected: (ab + ba) / 2,
    hd95AToB: ab,
    hd95BToA: ba,
    assdPooled: mean(pooled),
    assdMeanDirected: (mean(aToB) + mean(bToA)) / 2,
    surfaceDice: pooled.filter((d) => d <= toleranceMm * (1 + 1e-12)).length / pooled.length,
  };
}

function count(mask: ArrayLike<number>): number {
  let n = 0;
  for (let i = 0; i < mask.length; i++) if (mask[i] !== 0) n++;
  return n;
}

function surfacesOf(pair: MaskPair, grid: Grid): { grid: Grid; a: Uint8Array; b: Uint8Array } {
  const cropped = crop(pair, grid);
  const padding = 3 - pair.shape.length;
  const axes = [0, 1, 2].map((axis) => axis >= padding);
  return {
    grid: cropped.grid,
    a: surfaceOf(cropped.a, cropped.grid, axes),
    b: surfaceOf(cropped.b, cropped.grid, axes),
  };
}

/**
 * Agreement of two masks.
 *
 * @param pair Two masks on one grid.
 * @param toleranceMm Tolerance of the surface Dice, in mm. Default 1.
 * @throws StatsError `agreement/shape` when the masks are not of one image.
 * @example
 * compareMasks({ shape: [1, 3], spacingMm: [1, 1], a: [1, 1, 0], b: [0, 1, 1] }).dice; // 0.5
 * @see Dice, Ecology 26 (1945) 297-302; Taha and Hanbury, BMC Med Imaging 15 (2015) 29; Nikolov et al.,
 * J Med Internet Res 23 (2021) e26151 (surface Dice).
 */
export function compareMasks(pair: MaskPair, toleranceMm = 1): MaskAgreement {
  const grid = checkPair(pair);
  const voxelsA = count(pair.a);
  const voxelsB = count(pair.b);
  let intersection = 0;
  for (let i = 0; i < pair.a.length; i++) if (pair.a[i] !== 0 && pair.b[i] !== 0) intersection++;
  const voxelMm3 = pair.spacingMm.reduce((product, mm) => product * mm, 1);
  const empty = voxelsA === 0 || voxelsB === 0;
  const surfaces = empty ? null : surfacesOf(pair, grid);
  const lone = (mask: ArrayLike<number>, n: number) =>
    n === 0 ? 0 : count(surfacesOf({ ...pair, a: mask, b: mask }, grid).a);
  const figures = surfaces && {
    aToB: directed(surfaces.a, surfaces.b, surfaces.grid),
    bToA: directed(surfaces.b, surfaces.a, surfaces.grid),
  };
  const both = voxelsA + voxelsB;
  return {
    voxelsA,
    voxelsB,
    intersection,
    dice: both === 0 ? null : (2 * intersection) / both,
    jaccard: both === 0 ? null : intersection / (both - intersection),
    volumeAMm3: voxelsA * voxelMm3,
    volumeBMm3: voxelsB * voxelMm3,
    relativeVolumeDifference: voxelsA === 0 ? null : (voxelsB - voxelsA) / voxelsA,
    surfaceVoxelsA: surfaces ? count(surfaces.a) : lone(pair.a, voxelsA),
    surfaceVoxelsB: surfaces ? count(surfaces.b) : lone(pair.b, voxelsB),
    surface: figures && surfaceFigures(figures.aToB, figures.bToA, toleranceMm),
    ...(empty
      ? {
          reason:
            both === 0 ? 'Both masks are empty.' : 'One mask is empty, so that surfaces have no distance.',
        }
      : {}),
  };
}
