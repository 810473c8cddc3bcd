/** Segmentation fixtures: two masks as run lengths. */
import { compareMasks } from '../../../packages/stats/src/agreement/masks.ts';
import { decodeRuns } from '../../../packages/stats/src/agreement/run-lengths.ts';
import type { Adapter } from './adapter.ts';
import { readColumn } from './read.ts';

const segCompare: Adapter = (input) => {
  const shape = readColumn(input, 'shape');
  const voxels = shape.reduce((product, n) => product * n, 1);
  const a = decodeRuns(readColumn(input, 'a_rle'), voxels);
  const b = decodeRuns(readColumn(input, 'b_rle'), voxels);
  const result = compareMasks({ shape, spacingMm: readColumn(input, 'spacing_mm'), a, b });
  const { surface } = result;
  return {
    voxels_a: result.voxelsA,
    voxels_b: result.voxelsB,
    intersection: result.intersection,
    dice: result.dice,
    jaccard: result.jaccard,
    volume_a_mm3: result.volumeAMm3,
    volume_b_mm3: result.volumeBMm3,
    relative_volume_difference: result.relativeVolumeDifference,
    surface_voxels_a: result.surfaceVoxelsA,
    surface_voxels_b: result.surfaceVoxelsB,
    hausdorff: surface?.hausdorff ?? null,
    hd95_pooled: surface?.hd95Pooled ?? null,
    hd95_max_directed: surface?.hd95MaxDirected ?? null,
    hd95_mean_directed: surface?.hd95MeanDirected ?? null,
    directed_hd95_a_to_b: surface?.hd95AToB ?? null,
    directed_hd95_b_to_a: surface?.hd95BToA ?? null,
    assd_pooled: surface?.assdPooled ?? null,
    assd_mean_directed: surface?.assdMeanDirected ?? null,
    surface_dice_voxel_tol1mm: surface?.surfaceDice ?? null,
  };
};

/** Adapters of the topic segmentation. */
export const adapters: Record<string, Adapter> = { 'seg.compare': segCompare };
