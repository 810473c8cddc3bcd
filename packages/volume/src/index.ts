/**
 * What `@mriscore/volume` gives: scans and masks with their place in the body, read, compared and prepared.
 *
 * Runs in Node and in the browser. Knows nothing of studies, patients, models or the disk. Each folder can be imported
 * alone, such as `@mriscore/volume/dicom`.
 */
export * from './augment/index.ts';
export * from './bias/index.ts';
export * from './convert/index.ts';
export * from './crop/index.ts';
export * from './dicom/index.ts';
export { VolumeError, type VolumeErrorCode } from './errors.ts';
export { findNonFinite, type NonFinite, requireFiniteVoxels } from './finite.ts';
export * from './geometry/index.ts';
export * from './mask/index.ts';
export * from './mha/index.ts';
export * from './nifti/index.ts';
export * from './normalise/index.ts';
export * from './nrrd/index.ts';
export * from './qc/index.ts';
export * from './radiomics/index.ts';
export * from './region/index.ts';
export * from './register/index.ts';
export * from './reorient/index.ts';
export * from './resample/index.ts';
export type {
  Geometry,
  Label,
  Mask,
  RandomNumbers,
  Transform,
  Triple,
  Volume,
  VoxelArray,
} from './volume.ts';
export type { StoredVoxelType, VoxelType } from './voxels/data-type.ts';
