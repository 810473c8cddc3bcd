/**
 * The voxels of one volume of a NIfTI file, decoded and scaled.
 *
 * Expects that the header was checked and that the bytes are there.
 */
import type { VoxelArray } from '../volume.ts';
import { decodeValues } from '../voxels/decode.ts';
import type { NiftiFields } from './header.ts';
import { refuseNifti } from './refuse.ts';

/** Types whose scaled values need double precision. */
const WIDE: ReadonlySet<string> = new Set(['int32', 'uint32', 'int64', 'uint64', 'float64']);

function scaled(raw: VoxelArray, fields: NiftiFields): VoxelArray {
  const { slope, intercept } = fields;
  if (slope === 1 && intercept === 0) return raw;
  const result = WIDE.has(fields.type) ? new Float64Array(raw.length) : new Float32Array(raw.length);
  for (let at = 0; at < raw.length; at++) result[at] = raw[at]! * slope + intercept;
  return result;
}

function refuseInteger(value: bigint, at: number): never {
  return refuseNifti('nifti/integer-range', {
    found: `Found the 64-bit integer ${value} at voxel ${at}.`,
    needed: 'Whole numbers up to 2^53 are needed.',
    remedy: 'Save the scan with 32-bit integers or as floating point.',
    details: { voxel: at },
  });
}

/**
 * The voxels of volume `frame`.
 *
 * @param bytes The whole file, decompressed.
 * @throws VolumeError `nifti/integer-range`.
 */
export function decodeVoxels(bytes: Uint8Array, fields: NiftiFields, frame: number): VoxelArray {
  const count = fields.size[0] * fields.size[1] * fields.size[2];
  const from = fields.voxelOffset + frame * count * fields.bytesPerVoxel;
  const { type, littleEndian } = fields;
  return scaled(decodeValues(bytes, { type, littleEndian, from, count, refuseInteger }), fields);
}
