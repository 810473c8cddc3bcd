/**
 * Networks as programs: residual networks and the fusion transformer, to train and to apply. Runs in browsers too.
 */
export type { FusionSpec } from './fusion.ts';
export {
  dropoutMasks,
  type FusionTrainingOptions,
  fusionInference,
  fusionTraining,
} from './fusion-programs.ts';
export { featureCount, type ResNetSpec } from './residual.ts';
export {
  type BatchSize,
  type ResNetInferenceOptions,
  type ResNetTailTrainingOptions,
  type ResNetTrainingOptions,
  resnetInference,
  resnetTailTraining,
  resnetTraining,
  resnetTrunkInference,
  stateFor,
} from './resnet-programs.ts';
export type { BatchNorm, LayerOptions } from './training-layers.ts';
