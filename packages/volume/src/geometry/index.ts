/**
 * Where voxels lie: grids in LPS millimetres, compared and described.
 *
 * Only names; nothing is done here.
 */
export { applyAffine, invertAffine } from './affine.ts';
export {
  compareGeometry,
  type GridDifference,
  type GridDifferenceKind,
  requireSameGrid,
  sameGrid,
} from './compare.ts';
export {
  createGeometry,
  createVolume,
  type GridDescription,
  indexToLps,
  lpsToIndexMatrix,
  spacingMm,
  voxelVolumeMm3,
} from './geometry.ts';
export { orientationLetters, type Plane, slicePlane } from './orientation.ts';
