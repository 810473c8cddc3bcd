/**
 * What the header of a NIfTI-1 or NIfTI-2 file says, read field by field and checked before any voxel is touched.
 *
 * Reads the first 348 or 540 bytes, gives plain numbers. Knows nothing of gzip, of voxels or of LPS.
 *
 * @see https://nifti.nimh.nih.gov/pub/dist/src/niftilib/nifti1.h and nifti2.h
 */
import { BYTES_OF_TYPE, type StoredVoxelType } from '../voxels/data-type.ts';
import { REFUSED_TYPES, TYPE_OF_CODE } from './codes.ts';
import { refuseNifti } from './refuse.ts';

/** Bytes of a NIfTI-2 header, the longer of the two. */
export const LONGEST_HEADER_BYTES = 540;

/** The fields of a header that decide what the file holds. */
export interface NiftiFields {
  readonly version: 1 | 2;
  readonly littleEndian: boolean;
  /** Voxels along i, j, k. */
  readonly size: readonly [number, number, number];
  /** Product of the fourth to seventh dimension: 1 for a single volume. */
  readonly frames: number;
  readonly type: StoredVoxelType;
  readonly bytesPerVoxel: number;
  /** Byte at which the voxels begin. */
  readonly voxelOffset: number;
  /** Stored values become `slope * value + intercept`; 1 and 0 when the file sets no scaling. */
  readonly slope: number;
  readonly intercept: number;
  /** Factor from the file's length unit to mm; 1 when the file names no unit. */
  readonly mmPerUnit: number;
  readonly qformCode: number;
  readonly sformCode: number;
  /** pixdim[0] to pixdim[3]: handedness and spacing of the qform. */
  readonly pixdim: readonly [number, number, number, number];
  readonly quaternion: readonly [b: number, c: number, d: number];
  readonly quaternionOffset: readonly [number, number, number];
  /** 3x4 row-major, RAS, in the file's unit. */
  readonly sform: Float64Array;
}

/** Where the fields are in the two versions. */
const LAYOUTS = {
  1: {
    datatype: 70,
    bitpix: 72,
    dim: 40,
    pixdim: 76,
    offset: 108,
    slope: 112,
    units: 123,
    qform: 252,
    quatern: 256,
    srow: 280,
  },
  2: {
    datatype: 12,
    bitpix: 14,
    dim: 16,
    pixdim: 104,
    offset: 168,
    slope: 176,
    units: 500,
    qform: 344,
    quatern: 352,
    srow: 400,
  },
} as const;

interface Cursor {
  readonly view: DataView;
  readonly version: 1 | 2;
  readonly littleEndian: boolean;
}

/** A floating field: 4 bytes in version 1, 8 in version 2; `index` counts fields from `at`. */
function real({ view, version, littleEndian }: Cursor, at: number, index = 0): number {
  return version === 1
    ? view.getFloat32(at + 4 * index, littleEndian)
    : view.getFloat64(at + 8 * index, littleEndian);
}

/** A whole-number field of `dim`: 2 bytes in version 1, 8 in version 2. */
function dimension({ view, version, littleEndian }: Cursor, at: number, index: number): number {
  return version === 1
    ? view.getInt16(at + 2 * index, littleEndian)
    : Number(view.getBigInt64(at + 8 * index, littleEndian));
}

/** A code field: 2 bytes in version 1, 4 in version 2. */
function formCode({ view, version, littleEndian }: Cursor, at: number, index: number): number {
  return version === 1
    ? view.getInt16(at + 2 * index, littleEndian)
    : view.getInt32(at + 4 * index, littleEndian);
}

function ascii(bytes: Uint8Array, from: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(from, from + length));
}

/** Version and byte order from the header length field and the magic word. */
function findCursor(bytes: Uint8Array): Cursor {
  const needed =
    'The 348 bytes of a NIfTI-1 header with the word n+1, or the 540 of NIfTI-2 with n+2, are needed.';
  const short = bytes.length < 348;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (const littleEndian of short ? [] : [true, false]) {
    const length = view.getInt32(0, littleEndian);
    if (length === 348) {
      const magic = ascii(bytes, 344, 3);
      if (magic === 'n+1') return { view, version: 1, littleEndian };
      const kind =
        magic === 'ni1' ? 'a NIfTI header whose voxels are in a separate .img file' : 'an ANALYZE header';
      refuseNifti('nifti/separate-image', {
        found: `Found ${kind}.`,
        needed: 'One file with header and voxels (.nii or .nii.gz) is needed.',
        remedy: 'Convert the pair of files to one .nii.gz file.',
      });
    }
    if (length === 540 && bytes.length >= 540) {
      if (ascii(bytes, 4, 3) === 'n+2') return { view, version: 2, littleEndian };
    }
  }
  return refuseNifti('nifti/not-nifti', {
    found: short ? `Found ${bytes.length} bytes.` : 'Found bytes that do not begin like a NIfTI file.',
    needed,
    remedy: 'Give a .nii or .nii.gz file.',
  });
}

function readSize(cursor: Cursor): { size: [number, number, number]; frames: number } {
  const at = LAYOUTS[cursor.version].dim;
  const count = dimension(cursor, at, 0);
  const dims: number[] = [];
  for (let axis = 1; axis <= 7 && axis <= count; axis++) dims.push(dimension(cursor, at, axis));
  const wrong = dims.some((n) => !Number.isSafeInteger(n) || n < 1);
  if (!(count >= 2 && count <= 7) || wrong) {
    refuseNifti('nifti/dimensions', {
      found: `Found ${count} dimensions of length ${dims.join(', ') || 'none'}.`,
      needed: 'Two to seven dimensions, each at least 1 long, are needed.',
      details: { dimensions: count, lengths: dims },
    });
  }
  const [i = 1, j = 1, k = 1, ...rest] = dims;
  return { size: [i, j, k], frames: rest.reduce((product, n) => product * n, 1) };
}

function readType(cursor: Cursor): StoredVoxelType {
  const layout = LAYOUTS[cursor.version];
  const code = cursor.view.getInt16(layout.datatype, cursor.littleEndian);
  const bits = cursor.view.getInt16(layout.bitpix, cursor.littleEndian);
  const type = TYPE_OF_CODE.get(code);
  if (type === undefined) {
    const name = REFUSED_TYPES.get(code) ?? 'not in the format';
    return refuseNifti('nifti/unsupported-type', {
      found: `Found voxels of type ${code} (${name}).`,
      needed: `One of the types ${[...TYPE_OF_CODE.values()].join(', ')} is needed.`,
      remedy: 'Save the scan as numbers of one channel.',
      details: { code },
    });
  }
  if (bits !== BYTES_OF_TYPE[type] * 8) {
    refuseNifti('nifti/header', {
      found: `Found voxels of type ${type} with ${bits} bits each.`,
      needed: `${BYTES_OF_TYPE[type] * 8} bits are needed for that type.`,
      details: { type, bits },
    });
  }
  return type;
}

function readScaling(cursor: Cursor): { slope: number; intercept: number } {
  const at = LAYOUTS[cursor.version].slope;
  const slope = real(cursor, at, 0);
  const intercept = real(cursor, at, 1);
  if (slope === 0 || Number.isNaN(slope)) return { slope: 1, intercept: 0 };
  if (!Number.isFinite(slope) || !Number.isFinite(intercept)) {
    refuseNifti('nifti/scaling', {
      found: `Found a scaling with slope ${slope} and intercept ${intercept}.`,
      needed: 'Finite numbers, or a slope of 0 for no scaling, are needed.',
    });
  }
  return { slope, intercept };
}

function readOffset(cursor: Cursor): number {
  const at = LAYOUTS[cursor.version].offset;
  const smallest = cursor.version === 1 ? 352 : 544;
  const offset =
    cursor.version === 1
      ? cursor.view.getFloat32(at, cursor.littleEndian)
      : Number(cursor.view.getBigInt64(at, cursor.littleEndian));
  if (!Number.isSafeInteger(offset) || offset < smallest) {
    refuseNifti('nifti/offset', {
      found: `Found voxels that begin at byte ${offset}.`,
      needed: `A whole number of at least ${smallest} is needed.`,
      details: { offset },
    });
  }
  return offset;
}

function readUnit(cursor: Cursor): number {
  const at = LAYOUTS[cursor.version].units;
  const units =
    cursor.version === 1 ? cursor.view.getUint8(at) : cursor.view.getInt32(at, cursor.littleEndian);
  switch (units & 7) {
    case 0:
    case 2:
      return 1;
    case 1:
      return 1000;
    case 3:
      return 0.001;
    default:
      return refuseNifti('nifti/units', {
        found: `Found the unknown length unit ${units & 7}.`,
        needed: 'Metres (1), millimetres (2), micrometres (3) or none (0, read as mm) are needed.',
        details: { units },
      });
  }
}

/**
 * The fields of a NIfTI header, each checked on its own.
 *
 * A slope of 0 or NaN means that the file sets no scaling, as common writers leave it.
 *
 * @param bytes The file from its first byte, decompressed; at least its first 540 bytes when it is that long.
 * @throws VolumeError `nifti/not-nifti`, `nifti/separate-image`, `nifti/dimensions`, `nifti/unsupported-type`,
 * `nifti/header`, `nifti/scaling`, `nifti/offset`, `nifti/units`.
 */
export function parseNiftiFields(bytes: Uint8Array): NiftiFields {
  const cursor = findCursor(bytes);
  const layout = LAYOUTS[cursor.version];
  const type = readType(cursor);
  const at = (base: number, index: number): number => real(cursor, base, index);
  const { quatern, pixdim } = layout;
  return {
    version: cursor.version,
    littleEndian: cursor.littleEndian,
    ...readSize(cursor),
    type,
    bytesPerVoxel: BYTES_OF_TYPE[type],
    voxelOffset: readOffset(cursor),
    ...readScaling(cursor),
    mmPerUnit: readUnit(cursor),
    qformCode: formCode(cursor, layout.qform, 0),
    sformCode: formCode(cursor, layout.qform, 1),
    pixdim: [at(pixdim, 0), at(pixdim, 1), at(pixdim, 2), at(pixdim, 3)],
    quaternion: [at(quatern, 0), at(quatern, 1), at(quatern, 2)],
    quaternionOffset: [at(quatern, 3), at(quatern, 4), at(quatern, 5)],
    sform: Float64Array.from({ length: 12 }, (_, index) => at(layout.srow, index)),
  };
}
