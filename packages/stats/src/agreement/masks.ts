/**
 * How well two masks of the same image agree, in overlap, volume and distance of their surfaces.
 *
 * Reads voxels with their spacing, gives Dice, Jaccard, volumes, Hausdorff distances in each definition by its name and
 * surface distances. A surface voxel belongs to the mask and has a face neighbour outside it, or outside the image.
 */
import { checkPair, type MaskPair } from './mask-pair.ts';
import { directed, type SurfaceDistances, surfaceFigures, surfacesOf } from './surface-distances.ts';

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

function count(mask: ArrayLike<number>): number {
  let n = 0;
  for (let i = 0; i < mask.length; i++) if (mask[i] !== 0) n++;
  return n;
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
