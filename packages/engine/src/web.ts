/**
 * What the engine offers in a browser: networks as programs, the runtimes of a page, states and named tensors.
 *
 * Only names, and no module of Node behind any of them. Checkpoints with their digest are Node's alone.
 */
export { formatTensors, parseTensors, type TensorFile } from './checkpoint/tensors.ts';
export { ENGINE_ERROR_CODES, EngineError, type EngineErrorCode } from './errors.ts';
export * from './losses/index.ts';
export * from './nn/index.ts';
export * from './onnx/index.ts';
export * from './optimise/index.ts';
export * from './program/index.ts';
export type { RandomSource } from './random.ts';
export type { ChoiceLimits } from './runtime/choose/choose.ts';
export type { CandidateRecord, ChosenRuntime, RuntimeRecord } from './runtime/choose/record.ts';
export type { Runtime, RuntimeName, Session } from './runtime/runtime.ts';
export { type ChooseWebRuntimeOptions, chooseWebRuntime } from './runtime/web/choose.ts';
export { openWebGpu, openWebWasm, type WebRuntimeName, type WebRuntimeOptions } from './runtime/web/open.ts';
export * from './weights/index.ts';
