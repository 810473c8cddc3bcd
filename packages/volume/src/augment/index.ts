/**
 * Random changes of training images: planned and recorded, then applied.
 *
 * Only names; nothing is done here.
 */
export { AFFINE_DEFAULTS, type AffineOptions } from './affine.ts';
export { type AugmentOptions, type AugmentPlan, applyAugmentation, planAugmentation } from './augment.ts';
export { BIAS_FIELD_DEFAULTS, type BiasFieldOptions } from './bias-field.ts';
export { ELASTIC_DEFAULTS, type ElasticOptions } from './elastic.ts';
export { FLIP_DEFAULTS, type FlipOptions } from './flip.ts';
export { INTENSITY_DEFAULTS, type IntensityOptions } from './intensity.ts';
export { NOISE_DEFAULTS, type NoiseOptions } from './noise.ts';
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
} from './step.ts';
