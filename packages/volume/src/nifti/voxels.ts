/**
 * The voxels of one volume of a NIfTI file: copied, put in this machine's byte order, scaled.
 *
 * Expects that the header was checked and that the bytes are there.
 */
import type { VoxelArray } from '../volume.ts';
import { arrayOfType, type NiftiDataType } from './data-type.ts';
import type { NiftiFields } from './header.ts';
import { refuseNifti } from './refuse.ts';

const HOST_IS_LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

function swapBytes(bytes: Uint8Array, width: number): void {
  for (let at = 0; at + width <= bytes.length; at += width) {
    for (let low = at, high = at + width - 1; low < high; low++, high--) {
      const kept = bytes[low]!;
      bytes[low] = bytes[high]!;
      bytes[high] = kept;
    }
  }
}

/** 64-bit integers as doubles; refused when one is not exact. */
function fromBigIntegers(buffer: ArrayBuffer, type: 'int64' | 'uint64'): Float64Array {
  const values = type === 'int64' ? new BigInt64Array(buffer) : new BigUint64Array(buffer);
  const result = new Float64Array(values.length);
  for (let at = 0; at < values.length; at++) {
    const value = Number(values[at]!);
    if (!Number.isSafeInteger(value)) {
      refuseNifti('nifti/integer-range', {
        found: `Found the 64-bit integer ${values[at]!} at voxel ${at}.`,
        needed: 'Whole numbers up to 2^53 are needed.',
        remedy: 'Save the scan with 32-bit integers or as floating point.',
        details: { voxel: at },
      });
    }
    result[at] = value;
  }
  return result;
}

/** Types whose scaled values need double precision. */
const WIDE: ReadonlySet<string> = new Set(['int32', 'uint32', 'int64', 'uint64', 'float64']);

function scaled(raw: VoxelArray, fields: NiftiFields): VoxelArray {
  const { slope, intercept } = fields;
  if (slope === 1 && intercept === 0) return raw;
  const result = WIDE.has(fields.type) ? new Float64Array(raw.length) : new Float32Array(raw.length);
  for (let at = 0; at < raw.length; at++) result[at] = raw[at]! * slope + intercept;
  return result;
}

/**
 * The voxels of volume `frame`.
 *
 * @param bytes The whole file, decompressed.
 * @throws VolumeError `nifti/integer-range`.
 */
export function decodeVoxels(bytes: Uint8Array, fields: NiftiFields, frame: number): VoxelArray {
  const voxels = fields.size[0] * fields.size[1] * fields.size[2];
  const length = voxels * fields.bytesPerVoxel;
  const from = fields.voxelOffset + frame * length;
  const copy = new Uint8Array(length);
  copy.set(bytes.subarray(from, from + length));
  if (fields.littleEndian !== HOST_IS_LITTLE_ENDIAN) swapBytes(copy, fields.bytesPerVoxel);
  const { type } = fields;
  const raw =
    type === 'int64' || type === 'uint64'
      ? fromBigIntegers(copy.buffer, type)
      : arrayOfType(type satisfies NiftiDataType, copy.buffer, voxels);
  return scaled(raw, fields);
}
