/**
 * NIfTI's codes of voxel types.
 *
 * @see https://nifti.nimh.nih.gov/pub/dist/src/niftilib/nifti1.h
 */
import type { StoredVoxelType, VoxelType } from '../voxels/data-type.ts';

/** Code in the header to type. */
export const TYPE_OF_CODE: ReadonlyMap<number, StoredVoxelType> = new Map([
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

/** Type to the code in the header. */
export function codeOfType(type: VoxelType): number {
  for (const [code, name] of TYPE_OF_CODE) if (name === type) return code;
  return 0;
}
