/**
 * What the engine offers: networks as programs, runtimes that execute them, states and checkpoints.
 *
 * Only names; each is documented where it is defined.
 */

export {
  type CheckpointMetadata,
  type CheckpointValue,
  configDigest,
  formatCheckpoint,
  parseCheckpoint,
} from './checkpoint/checkpoint.ts';
export { formatTensors, parseTensors, type TensorFile } from './checkpoint/tensors.ts';
export { EngineError, type EngineErrorCode } from './errors.ts';
export type { LossOptions } from './losses/loss.ts';
export { coxTargets, discreteTimeTargets, type EventTimes, ordinalTargets } from './losses/targets.ts';
export type { FusionSpec } from './nn/fusion.ts';
export {
  dropoutMasks,
  type FusionTrainingOptions,
  fusionInference,
  fusionTraining,
} from './nn/fusion-programs.ts';
export { featureCount, type ResNetSpec } from './nn/residual.ts';
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
} from './nn/resnet-programs.ts';
export type { BatchNorm, LayerOptions } from './nn/training-layers.ts';
export { type OnnxSummary, type ParsedNode, parseOnnx } from './onnx/parse.ts';
export { LAST_OF_STEP } from './optimise/accumulate.ts';
export { averagedState } from './optimise/average.ts';
export type { AdamWOptions, OptimiserOptions, SgdOptions, SharedOptions } from './optimise/options.ts';
export { type WarmUpCosine, warmUpCosine } from './optimise/schedule.ts';
export type { Batch, StepResult } from './program/batch.ts';
export type { Program, Spec } from './program/program.ts';
export {
  MEMORY_PREFIX,
  releaseState,
  type State,
  type StateSpec,
  type StateTensor,
} from './program/state.ts';
export type { RandomSource } from './random.ts';
export type { ChoiceLimits } from './runtime/choose/choose.ts';
export type { CandidateRecord, ChosenRuntime, RuntimeRecord } from './runtime/choose/record.ts';
export {
  type ChooseRuntimeOptions,
  chooseRuntime,
  NODE_RUNTIMES,
  type NodeRuntimeName,
  openNodeRuntime,
} from './runtime/node/choose.ts';
export { type NodeRuntimeOptions, openNodeCpu, openNodeCuda, openNodeWebGpu } from './runtime/node/open.ts';
export type { Runtime, RuntimeName, Session } from './runtime/runtime.ts';
export { type AdoptedWeights, adoptWeights, importTorchvision } from './weights/adopt.ts';
export {
  type GreyInput,
  greyInput,
  type InputConvention,
  KERAS_INPUT,
  PLAIN_GREY,
  TORCHVISION_INPUT,
} from './weights/convention.ts';
export { growResNet } from './weights/grow.ts';
export {
  formatWeights,
  growWeights,
  type ImportedWeights,
  importWeights,
  type WeightsFile,
} from './weights/import.ts';
export {
  type InitialiseResNetOptions,
  initialiseFusion,
  initialiseResNet,
  type RandomByName,
} from './weights/initialise.ts';
export { importKerasResNet50, KERAS_MEANS_BGR } from './weights/keras.ts';
