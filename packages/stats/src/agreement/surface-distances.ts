/**
 * How far the surfaces of two masks lie apart.
 *
 * Reads cropped masks, gives percentiles and means of distances in millimetres. Knows no overlap.
 */
import { sortedQuantile } from '../resampling/quantile.ts';
import { type Grid, squaredDistances } from './distance-transform.ts';
import { crop, type MaskPair } from './mask-pair.ts';

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
export function directed(from: Uint8Array, to: Uint8Array, grid: Grid): Float64Array {
  const squared = squaredDistances(to, grid);
  return squared
    .filter((_, i) => from[i] === 1)
    .map(Math.sqrt)
    .sort();
}

const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Percentiles and means of the distances both ways. */
export function surfaceFigures(
  aToB: Float64Array,
  bToA: Float64Array,
  toleranceMm: number,
): SurfaceDistances {
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

/** Surface distances of two masks; null where one of them is empty. */
export function surfacesOf(pair: MaskPair, grid: Grid): { grid: Grid; a: Uint8Array; b: Uint8Array } {
  const cropped = crop(pair, grid);
  const padding = 3 - pair.shape.length;
  const axes = [0, 1, 2].map((axis) => axis >= padding);
  return {
    grid: cropped.grid,
    a: surfaceOf(cropped.a, cropped.grid, axes),
    b: surfaceOf(cropped.b, cropped.grid, axes),
  };
}
