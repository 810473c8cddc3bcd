/**
 * Random changes of training images: planned and recorded, then applied.
 *
 * Only names; nothing is done here.
 */
export type { AffineOptions } from './affine.ts';
export { type AugmentOptions, type AugmentPlan, applyAugmentation, planAugmentation } from './augment.ts';
export type { BiasFieldOptions } from './bias-field.ts';
export type { ElasticOptions } from './elastic.ts';
export type { FlipOptions } from './flip.ts';
export type { IntensityOptions } from './intensity.ts';
export type { NoiseOptions } from './noise.ts';
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
