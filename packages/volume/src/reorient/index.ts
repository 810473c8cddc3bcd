/**
 * The same voxels in another order of axes.
 *
 * Only names; nothing is done here.
 */
export {
  applyReorient,
  planReorient,
  type ReorientPlan,
  reorient,
  reorienting,
  reorientMask,
} from './reorient.ts';
