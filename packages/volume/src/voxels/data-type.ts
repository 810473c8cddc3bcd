/**
 * The number types voxels are stored in: their names, sizes and arrays.
 *
 * Knows nothing of file formats; each maps its own codes to these names.
 */
import type { VoxelArray } from '../volume.ts';

/** Types that an array can hold, by its name. */
export type VoxelType = 'uint8' | 'int8' | 'uint16' | 'int16' | 'uint32' | 'int32' | 'float32' | 'float64';

/** Types that files store: those, and 64-bit integers, which are read when every value is exact in a double. */
export type StoredVoxelType = VoxelType | 'int64' | 'uint64';

/** Bytes a voxel takes in the file. */
export const BYTES_OF_TYPE: Readonly<Record<StoredVoxelType, number>> = {
  uint8: 1,
  int8: 1,
  uint16: 2,
  int16: 2,
  uint32: 4,
  int32: 4,
  float32: 4,
  float64: 8,
  int64: 8,
  uint64: 8,
};

/** The type that an array is written as. */
export function typeOfArray(data: VoxelArray): VoxelType {
  if (data instanceof Uint8Array) return 'uint8';
  if (data instanceof Int8Array) return 'int8';
  if (data instanceof Uint16Array) return 'uint16';
  if (data instanceof Int16Array) return 'int16';
  if (data instanceof Uint32Array) return 'uint32';
  if (data instanceof Int32Array) return 'int32';
  if (data instanceof Float32Array) return 'float32';
  return 'float64';
}

/** An array of a type over existing bytes (aligned to the type's size), or over a new buffer. */
export function arrayOfType(type: VoxelType, buffer: ArrayBuffer, length: number): VoxelArray {
  switch (type) {
    case 'uint8':
      return new Uint8Array(buffer, 0, length);
    case 'int8':
      return new Int8Array(buffer, 0, length);
    case 'uint16':
      return new Uint16Array(buffer, 0, length);
    case 'int16':
      return new Int16Array(buffer, 0, length);
    case 'uint32':
      return new Uint32Array(buffer, 0, length);
    case 'int32':
      return new Int32Array(buffer, 0, length);
    case 'float32':
      return new Float32Array(buffer, 0, length);
    case 'float64':
      return new Float64Array(buffer, 0, length);
    default:
      return type satisfies never;
  }
}
