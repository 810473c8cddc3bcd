/**
 * The voxel types of NIfTI: their codes, sizes and the arrays they are kept in.
 *
 * @see https://nifti.nimh.nih.gov/pub/dist/src/niftilib/nifti1.h
 */
import type { VoxelArray } from '../volume.ts';

/** Voxel types that are written, by the name of their array. */
export type NiftiDataType =
  | 'uint8'
  | 'int8'
  | 'uint16'
  | 'int16'
  | 'uint32'
  | 'int32'
  | 'float32'
  | 'float64';

/** Voxel types that are read: those written, and 64-bit integers when every value is exact in a double. */
export type NiftiStoredType = NiftiDataType | 'int64' | 'uint64';

/** Code in the header to type. */
export const TYPE_OF_CODE: ReadonlyMap<number, NiftiStoredType> = new Map([
  [2, 'uint8'],
  [4, 'int16'],
  [8, 'int32'],
  [16, 'float32'],
  [64, 'float64'],
  [256, 'int8'],
  [512, 'uint16'],
  [768, 'uint32'],
  [1024, 'int64'],
  [1280, 'uint64'],
]);

/** Names of codes that exist in the format but are not read, for the error message. */
export const REFUSED_TYPES: ReadonlyMap<number, string> = new Map([
  [0, 'unknown'],
  [1, 'binary'],
  [32, 'complex64'],
  [128, 'RGB24'],
  [1536, 'float128'],
  [1792, 'complex128'],
  [2048, 'complex256'],
  [2304, 'RGBA32'],
]);

/** Bytes a voxel takes in the file. */
export const BYTES_OF_TYPE: Readonly<Record<NiftiStoredType, number>> = {
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

/** Type to the code in the header. */
export function codeOfType(type: NiftiDataType): number {
  for (const [code, name] of TYPE_OF_CODE) if (name === type) return code;
  return 0;
}

/** The type that an array is written as. */
export function typeOfArray(data: VoxelArray): NiftiDataType {
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
export function arrayOfType(type: NiftiDataType, buffer: ArrayBuffer, length: number): VoxelArray {
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
