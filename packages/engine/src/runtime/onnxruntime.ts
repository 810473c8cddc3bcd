/**
 * The part of ONNX Runtime that a session needs, so that the same code runs on onnxruntime-node, onnxruntime-web and
 * the library called directly.
 *
 * Only types. The two packages fit them as they are.
 */

import type { InferenceSession as Packaged } from 'onnxruntime-node';

/** What executes a program inside ONNX Runtime. */
export type Provider = 'cpu' | 'cuda' | 'wasm' | 'webgpu';

/** Values with their extents. */
export interface RuntimeTensor {
  /** In memory: an array. On a graphics card: not to be read. */
  readonly data: unknown;
  dispose(): void;
}

/** Tensors by the name of a model's input or output. */
export type RuntimeTensors = Readonly<Record<string, RuntimeTensor>>;

/** How a session is made; what a runtime does not know it leaves aside. */
export type SessionOptions = Packaged.SessionOptions;

/** A loaded model. */
export interface InferenceSession {
  readonly inputMetadata: readonly { readonly name: string; readonly shape?: readonly (number | string)[] }[];
  /**
   * @param feeds A tensor for every input.
   * @param fetches The outputs to compute: null for a new tensor, or a tensor to write into.
   */
  run(
    feeds: RuntimeTensors,
    fetches?: Readonly<Record<string, RuntimeTensor | null>>,
  ): Promise<RuntimeTensors>;
  release(): Promise<void>;
}

/** Any of the three, as a module. */
export interface OnnxRuntime {
  readonly InferenceSession: {
    create(model: Uint8Array, options: SessionOptions): Promise<InferenceSession>;
  };
  readonly Tensor: {
    new (type: 'float32', data: Float32Array, dims: readonly number[]): RuntimeTensor;
    new (type: 'int64', data: BigInt64Array, dims: readonly number[]): RuntimeTensor;
  };
  /** Whether `fetches` are written where they lie. The packages copy them once more, so nothing is gained there. */
  readonly writesInPlace?: boolean;
}

/** How a worker runs its sessions. */
export interface HoldSettings {
  readonly provider: Provider;
  /** Threads for one operation on the processor, at least 1. */
  readonly threads: number;
}
