/**
 * A training's state as bytes with a digest, and named tensors in the safetensors layout.
 */
export { type CheckpointMetadata, configDigest, formatCheckpoint, parseCheckpoint } from './checkpoint.ts';
export { formatTensors, parseTensors, type TensorFile } from './tensors.ts';
