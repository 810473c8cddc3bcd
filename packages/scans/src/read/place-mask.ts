/**
 * A mask onto the grid of its image: as it is when it lies there, else by the repair that a person named.
 *
 * The difference is named in millimetres and the repair that fits is proposed; none is done without being asked for.
 */
import {
  applyGridRepair,
  compareGeometry,
  type Geometry,
  type GridRepair,
  type Mask,
  orientationLetters,
  planGridRepair,
  reorientMask,
} from '@mriscore/volume';
import { refuse } from '../refusal.ts';

/** A mask on the grid of its image. */
export interface PlacedMask {
  readonly mask: Mask;
  /** What was done and what it may lose; null when nothing had to be done. */
  readonly explanation: string | null;
}

/**
 * Places a mask.
 *
 * @throws Refusal or VolumeError `mask/other-grid` with the difference and the repair that fits; `mask/empty` when a repair leaves
 *   nothing.
 */
export function placeMask({
  mask,
  image,
  repair,
  anyOrder = false,
}: {
  readonly mask: Mask;
  readonly image: Geometry;
  readonly repair: GridRepair | undefined;
  readonly anyOrder?: boolean;
}): PlacedMask {
  const difference = compareGeometry(image, mask.geometry);
  if (difference === null) return { mask, explanation: null };
  // The order of rows of a DICOM image is this program's choice, so a mask in another order is no flip.
  if (anyOrder && difference.sameVoxelsReordered)
    return { mask: reorientMask(mask, orientationLetters(image)), explanation: null };
  if (repair === undefined) {
    const fitting = planGridRepair(mask, image)!;
    refuse('mask/other-grid', {
      found: `the mask lies on another grid than its image (${difference.kind}). ${difference.sentence}`,
      needed: 'Voxels that lie where those of the image lie are needed.',
      remedy: `Draw the mask on this image, or ask for --repair ${fitting.repair}: ${fitting.explanation}`,
      details: { difference },
    });
  }
  const plan = planGridRepair(mask, image, repair)!;
  return {
    mask: applyGridRepair(mask, image, plan),
    explanation: `${difference.sentence} ${plan.explanation}`,
  };
}
