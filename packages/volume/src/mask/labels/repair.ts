/**
 * What can be done about a mask on another grid than its image: explained first, done only when asked, recorded.
 *
 * Three repairs: reorder (the same voxels in another order: lossless), resample (the grids overlap in the world),
 * and adopt (the mask's header lost its place and its voxels are taken as the image's, in order). Adopt is never
 * proposed, because it cannot be told from a mask of another scan; a person has to name it.
 */
import { VolumeError } from '../../errors.ts';
import { compareGeometry, GRID_TOLERANCE_MM, type GridDifference } from '../../geometry/compare.ts';
import { orientationLetters } from '../../geometry/orientation.ts';
import { reorientMask } from '../../reorient/reorient.ts';
import { resampleMask } from '../../resample/resample.ts';
import type { Geometry, Mask } from '../../volume.ts';
import { measureMask } from './measure.ts';

/** The three repairs. */
export type GridRepair = 'reorder' | 'resample' | 'adopt';

/** A repair as it is recorded; plain JSON. */
export interface GridRepairPlan {
  readonly kind: 'grid-repair';
  readonly repair: GridRepair;
  readonly difference: GridDifference;
  /** One sentence on what the repair does and what it may lose. */
  readonly explanation: string;
}

const EXPLANATIONS: Readonly<Record<GridRepair, string>> = {
  reorder: "The mask's voxels are put in the order of the image's; none changes.",
  resample:
    "The mask is drawn anew on the image's grid by world position; its border moves by up to half a voxel.",
  adopt:
    "The mask's own place is thrown away and its voxels are taken as the image's, one by one; only right when its header is known to be wrong.",
};

/**
 * The repair that fits the difference between a mask and its image, or null when none is needed.
 *
 * @param repair A repair named by a person. Default: reorder when it is lossless, else resample.
 * @throws VolumeError `mask/other-grid` when reorder is named but the voxels differ, or adopt but the sizes differ.
 * @example const plan = planGridRepair(mask, scan.geometry); // show plan.explanation, then apply
 */
export function planGridRepair(mask: Mask, image: Geometry, repair?: GridRepair): GridRepairPlan | null {
  const difference = compareGeometry(image, mask.geometry, GRID_TOLERANCE_MM);
  if (difference === null) return null;
  const chosen = repair ?? (difference.sameVoxelsReordered ? 'reorder' : 'resample');
  const sameSize = image.size.every((n, axis) => n === mask.geometry.size[axis]);
  const possible =
    chosen === 'resample' || (chosen === 'reorder' ? difference.sameVoxelsReordered : sameSize);
  if (!possible) {
    throw new VolumeError(
      'mask/other-grid',
      {
        found: `Found a mask on another grid than its image (${difference.kind}). ${difference.sentence}`,
        needed:
          chosen === 'reorder'
            ? 'The same voxels in another order are needed to reorder.'
            : 'The same number of voxels along each axis is needed to adopt.',
        remedy: 'Ask for the repair that resamples, or draw the mask on this image.',
      },
      { difference, repair: chosen },
    );
  }
  return { kind: 'grid-repair', repair: chosen, difference, explanation: EXPLANATIONS[chosen] };
}

/**
 * The mask on the image's grid by a planned repair.
 *
 * @throws VolumeError `mask/empty` when nothing of a mask that had voxels is left on the image.
 */
export function applyGridRepair(mask: Mask, image: Geometry, plan: GridRepairPlan): Mask {
  const repaired = { ...repairedMask(mask, image, plan.repair), geometry: image };
  if (mask.data.some((v) => v !== 0)) measureMask(repaired);
  return repaired;
}

function repairedMask(mask: Mask, image: Geometry, repair: GridRepair): Mask {
  switch (repair) {
    case 'reorder':
      return reorientMask(mask, orientationLetters(image));
    case 'resample':
      return resampleMask(mask, image);
    case 'adopt':
      return mask;
    default:
      return repair satisfies never;
  }
}
