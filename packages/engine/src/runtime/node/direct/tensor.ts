/**
 * Values in memory as ONNX Runtime sees them: an object around the address of an array.
 *
 * Reads arrays, gives objects. Copies nothing.
 */

import type { OrtApi } from './api.ts';
import { receive } from './receive.ts';

/** ONNX Runtime's numbers for the types of elements (onnxruntime_c_api.h, ONNXTensorElementDataType). */
const ELEMENT = { float32: 1, int64: 7 } as const;

/** Types that the engine's models have at their edges. */
export type EdgeType = keyof typeof ELEMENT;

/** Arrays that hold them. */
export type Values = Float32Array | BigInt64Array;

/** A tensor over an array, which the caller must not move or shrink while a model runs. */
export class DirectTensor {
  readonly type: EdgeType;
  readonly data: Values;
  readonly dims: readonly number[];
  #value: { readonly address: bigint; readonly release: () => void } | undefined;

  /**
   * @param type Of the elements.
   * @param data Values, last axis fastest.
   * @param dims Extents; empty for one number.
   * @throws RangeError where the array's length is not the product of the extents.
   */
  constructor(type: EdgeType, data: Values, dims: readonly number[]) {
    const needed = dims.reduce((product, extent) => product * extent, 1);
    if (data.length !== needed)
      throw new RangeError(`An array of ${data.length} numbers has not the extents ${dims.join(' x ')}`);
    [this.type, this.data, this.dims] = [type, data, dims];
  }

  /**
   * Address of ONNX Runtime's object for this tensor, made when it is first asked for.
   *
   * @param api ONNX Runtime.
   * @param memory Its description of this process's memory.
   * @throws Error where the array was handed over to another thread since: its address is no longer its own.
   */
  address(api: OrtApi, memory: bigint): bigint {
    const { data, dims, type } = this;
    if (data.length === 0) throw new Error('a tensor has no values, or they were handed over');
    if (this.#value) return this.#value.address;
    const extents = BigInt64Array.from(dims, BigInt);
    const address = receive((result) =>
      api.createTensorWithDataAsOrtValue(
        memory,
        data,
        data.byteLength,
        extents,
        dims.length,
        ELEMENT[type],
        result,
      ),
    );
    this.#value = { address, release: () => api.releaseValue(address) };
    return address;
  }

  /** Gives ONNX Runtime's object back; the array stays. */
  dispose(): void {
    this.#value?.release();
    this.#value = undefined;
  }
}
