/**
 * What `@mriscore/volume` gives: scans and masks with their place in the body, read, compared and prepared.
 *
 * Runs in Node and in the browser. Knows nothing of studies, patients, models or the disk.
 */

export { AFFINE_DEFAULTS, type AffineOptions } from './augment/affine.ts';
export {
  type AugmentOptions,
  type AugmentPlan,
  applyAugmentation,
  planAugmentation,
} from './augment/augment.ts';
export { BIAS_FIELD_DEFAULTS, type BiasFieldOptions } from './augment/bias-field.ts';
export { ELASTIC_DEFAULTS, type ElasticOptions } from './augment/elastic.ts';
export { FLIP_DEFAULTS, type FlipOptions } from './augment/flip.ts';
export { INTENSITY_DEFAULTS, type IntensityOptions } from './augment/intensity.ts';
export { NOISE_DEFAULTS, type NoiseOptions } from './augment/noise.ts';
export type {
  AffineStep,
  AugmentStep,
  BiasFieldStep,
  ElasticStep,
  FlipStep,
  IntensityStep,
  NoiseStep,
  SpatialStep,
  ValueStep,
} from './augment/step.ts';
export { applyN4, biasField, type N4Options, type N4Plan, n4Correcting, planN4 } from './bias/n4.ts';
export { findTissue } from './bias/tissue.ts';
export {
  applyBoxCrop,
  type BoxOptions,
  type BoxPlan,
  boxGeometry,
  peritumouralRing,
  planBoxCrop,
  type RingOptions,
} from './crop/box.ts';
export {
  applyCrop,
  type Crop,
  type CropOptions,
  type CropPlan,
  type CropSlice,
  planCrop,
  SLICE_OFFSETS,
} from './crop/crop-set.ts';
export * from './dicom/index.ts';
export { VOLUME_ERROR_CODES, VolumeError, type VolumeErrorCode } from './errors.ts';
export { findNonFinite, type NonFinite, requireFiniteVoxels } from './finite.ts';
export { affineColumn, applyAffine, composeAffine, determinant, invertAffine } from './geometry/affine.ts';
export {
  compareGeometry,
  GRID_TOLERANCE_MM,
  type GridDifference,
  type GridDifferenceKind,
  requireSameGrid,
  sameGrid,
} from './geometry/compare.ts';
export {
  axisDirections,
  centreLps,
  checkGeometry,
  countVoxels,
  createGeometry,
  createVolume,
  type GridDescription,
  indexToLps,
  lpsToIndexMatrix,
  MAXIMUM_VOXELS,
  spacingMm,
  voxelVolumeMm3,
} from './geometry/geometry.ts';
export {
  type AxisMap,
  axesFromLetters,
  closestAxes,
  orientationLetters,
  type Plane,
  slicePlane,
} from './geometry/orientation.ts';
export {
  binaryMask,
  createMask,
  type MaskMeasures,
  type MaskRegion,
  measureMask,
  requireMaskOnGrid,
} from './mask/mask.ts';
export { applyGridRepair, type GridRepair, type GridRepairPlan, planGridRepair } from './mask/repair.ts';
export { type FormatMhaOptions, formatMha } from './mha/format.ts';
export { type ParseMhaOptions, parseMha } from './mha/parse.ts';
export { type FormatNiftiOptions, formatNifti } from './nifti/format.ts';
export type { NiftiFields } from './nifti/header.ts';
export { type NiftiHeader, type ParseNiftiOptions, parseNifti, parseNiftiHeader } from './nifti/parse.ts';
export type { NiftiPlaceSource } from './nifti/place.ts';
export { findBody } from './normalise/body.ts';
export {
  fitNyul,
  NYUL_PERCENTS,
  type NyulInput,
  type NyulRecord,
  type NyulScale,
  nyulFromRecord,
  nyulLandmarks,
} from './normalise/nyul.ts';
export {
  applyPercentile,
  applyZScore,
  type PercentileOptions,
  type PercentilePlan,
  percentileScaling,
  planPercentile,
  planZScore,
  type ZScorePlan,
  zScoring,
} from './normalise/scale.ts';
export type { WithinOptions } from './normalise/within.ts';
export { type FormatNrrdOptions, formatNrrd, formatSegNrrd } from './nrrd/format.ts';
export { type NrrdHeader, parseNrrdHeader } from './nrrd/header.ts';
export { type ParseNrrdOptions, parseNrrd, parseSegNrrd } from './nrrd/parse.ts';
export { type Fingerprint, fingerprint, likeness } from './qc/fingerprint.ts';
export {
  assessImage,
  type Coverage,
  contrastUptake,
  coverageOf,
  type ImageQuality,
  type QualityFigure,
} from './qc/image.ts';
export {
  type FirstOrderFeatures,
  type FirstOrderOptions,
  firstOrderFeatures,
} from './radiomics/first-order.ts';
export { type ShapeFeatures, type ShapeOptions, shapeFeatures } from './radiomics/shape.ts';
export type { SurfaceKind } from './radiomics/surface.ts';
export { type Components, fillHolesInSlices, findComponents, largestComponent } from './region/components.ts';
export { squaredDistanceMm2 } from './region/distance.ts';
export { aggregateDice, type LabelOverlap, measureOverlap, type OverlapOptions } from './region/overlap.ts';
export { planRegistration, type RegisterOptions, type RegisterPlan } from './register/register.ts';
export { type RigidMotion, rigidAffine } from './register/rigid.ts';
export {
  applyReorient,
  planReorient,
  type ReorientPlan,
  reorient,
  reorientGeometry,
  reorienting,
  reorientMask,
} from './reorient/reorient.ts';
export { gridWithSpacing, type SpacingOptions } from './resample/grid.ts';
export {
  type Interpolation,
  type ResampleMaskOptions,
  type ResampleOptions,
  type ResamplePlan,
  resample,
  resampleMask,
  resampling,
} from './resample/resample.ts';
export { formatItkAffine, formatItkRigid, parseItkTransform } from './transform/itk-text.ts';
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
