/**
 * The part of ONNX Runtime that a session needs, so that the same code runs on onnxruntime-node and onnxruntime-web.
 *
 * Only types. Both packages re-export the same interface.
 */

import type { InferenceSession, Tensor } from 'onnxruntime-node';

/** What executes a program inside ONNX Runtime. */
export type Provider = 'cpu' | 'cuda' | 'wasm' | 'webgpu';

/** Either package, as a module. */
export interface OnnxRuntime {
  readonly InferenceSession: {
    create(model: Uint8Array, options: InferenceSession.SessionOptions): Promise<InferenceSession>;
  };
  readonly Tensor: {
    new (type: 'float32', data: Float32Array, dims: readonly number[]): Tensor;
    new (type: 'int64', data: BigInt64Array, dims: readonly number[]): Tensor;
  };
}

/** Tensors by the name of a model's input or output. */
export type Tensors = Readonly<Record<string, Tensor>>;

/** How a worker runs its sessions. */
export interface HoldSettings {
  readonly provider: Provider;
  /** Threads for one operation on the processor, at least 1. */
  readonly threads: number;
}

export type { InferenceSession, Tensor };
