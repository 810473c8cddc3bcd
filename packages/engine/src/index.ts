/**
 * What the engine offers in Node: networks as programs, runtimes that execute them, states and checkpoints.
 *
 * Only names; each is documented where it is defined. Each folder can be imported alone, such as
 * `@mriscore/engine/weights`; a browser has `@mriscore/engine/web`.
 */
export * from './checkpoint/index.ts';
export { ENGINE_ERROR_CODES, EngineError, type EngineErrorCode } from './errors.ts';
export * from './losses/index.ts';
export * from './nn/index.ts';
export * from './onnx/index.ts';
export * from './optimise/index.ts';
export * from './program/index.ts';
export type { RandomSource } from './random.ts';
export * from './runtime/index.ts';
export * from './weights/index.ts';
