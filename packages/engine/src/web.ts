/**
 * What the engine offers in a browser: networks as programs, the runtimes of a page, and states.
 *
 * Only names, and no module of Node behind any of them. Checkpoints with their digest are Node's alone; named tensors
 * can be read and written here.
 */

export { formatTensors, parseTensors, type TensorFile } from './checkpoint/tensors.ts';
export { EngineError, type EngineErrorCode } from './errors.ts';
export type { FusionSpec } from './nn/fusion.ts';
export {
  dropoutMasks,
  type FusionTrainingOptions,
  fusionInference,
  fusionTraining,
} from './nn/fusion-programs.ts';
export { featureCount, type ResNetSpec } from './nn/residual.ts';
export {
  type ResNetInferenceOptions,
  type ResNetTrainingOptions,
  resnetInference,
  resnetTraining,
} from './nn/resnet-programs.ts';
export type { Batch, StepResult } from './program/batch.ts';
export type { Program, Spec } from './program/program.ts';
export type { State, StateSpec, StateTensor } from './program/state.ts';
export type { RandomSource } from './random.ts';
export type { ChoiceLimits } from './runtime/choose/choose.ts';
export type { CandidateRecord, ChosenRuntime, RuntimeRecord } from './runtime/choose/record.ts';
export type { Runtime, RuntimeName, Session } from './runtime/runtime.ts';
export { type ChooseWebRuntimeOptions, chooseWebRuntime } from './runtime/web/choose.ts';
export {
  openWebGpu,
  openWebWasm,
  type WebRuntimeName,
  type WebRuntimeOptions,
} from './runtime/web/open.ts';
export { initialiseFusion, initialiseResNet, type RandomByName } from './weights/initialise.ts';
