/**
 * A .nii or .nii.gz file from a volume or mask: the same input always gives the same bytes.
 *
 * Writes both sform and qform (qform only when the axes are at right angles) and millimetres. Knows nothing of the
 * disk.
 */
import { createVolume, spacingMm } from '../geometry/geometry.ts';
import { gzip } from '../gzip/gzip.ts';
import { checkOptions, type KnownOptions } from '../options.ts';
import type { Volume, VoxelArray } from '../volume.ts';
import { arrayOfType, BYTES_OF_TYPE, typeOfArray, type VoxelType } from '../voxels/data-type.ts';
import { littleEndianBytes } from '../voxels/decode.ts';
import { codeOfType } from './codes.ts';
import { type NiftiPlace, placeOf } from './place.ts';
import { refuseNifti } from './refuse.ts';

/** How a NIfTI file is written. */
export interface FormatNiftiOptions {
  /** Compress to .nii.gz. Default true. */
  readonly gzip?: boolean;
  /** Voxel type in the file. Values must fit exactly, except that float64 may be rounded to float32. Default: the array's. */
  readonly dataType?: VoxelType;
  /** Version of the format. Default 1, or 2 when an axis is longer than 32767. */
  readonly version?: 1 | 2;
  /** Up to 79 ASCII characters kept in the header. Default empty. */
  readonly description?: string;
  /** Compression level, 1 (fast) to 9 (small). Default 4. */
  readonly level?: number;
  /**
   * What a reader makes of the stored values: slope * stored + intercept, both kept in single precision by version 1.
   * Default: the stored values themselves.
   */
  readonly scaling?: { readonly slope: number; readonly intercept: number };
  /**
   * Whether the place in the body is known. 'unknown' leaves sform and qform codes at 0, as the format has it for that:
   * such a file is refused as a scan, by this package too. Default 'known'.
   */
  readonly place?: 'known' | 'unknown';
}

const KNOWN: KnownOptions<FormatNiftiOptions> = {
  gzip: true,
  dataType: null,
  version: null,
  description: '',
  level: 4,
  scaling: null,
  place: 'known',
};

/** The data as another type, refused where a value does not fit. */
function converted(data: VoxelArray, type: VoxelType): VoxelArray {
  if (typeOfArray(data) === type) return data;
  const result = arrayOfType(type, new ArrayBuffer(data.length * BYTES_OF_TYPE[type]), data.length);
  const mayRound = type === 'float32' && data instanceof Float64Array;
  for (let at = 0; at < data.length; at++) {
    const value = data[at]!;
    result[at] = value;
    if (!mayRound && !Object.is(result[at], value) && !(value === 0 && result[at] === 0)) {
      refuseNifti('nifti/not-representable', {
        found: `Found the value ${value} at voxel ${at}.`,
        needed: `Values that ${type} holds exactly are needed.`,
        remedy: 'Write the volume with its own type or as float32.',
        details: { voxel: at, value, type },
      });
    }
  }
  return result;
}

interface HeaderContent {
  readonly volume: Volume;
  readonly type: VoxelType;
  /** Null when it is not known. */
  readonly place: NiftiPlace | null;
  readonly description: string;
  readonly scaling: { readonly slope: number; readonly intercept: number };
}

function writeText(view: DataView, at: number, text: string): void {
  for (let n = 0; n < text.length; n++) view.setUint8(at + n, text.charCodeAt(n));
}

function writeFirst({ volume, type, place, description, scaling }: HeaderContent, view: DataView): void {
  const { size } = volume.geometry;
  view.setInt32(0, 348, true);
  view.setUint8(38, 114);
  [3, ...size, 1, 1, 1, 1].forEach((n, at) => {
    view.setInt16(40 + 2 * at, n, true);
  });
  view.setInt16(70, codeOfType(type), true);
  view.setInt16(72, BYTES_OF_TYPE[type] * 8, true);
  [place?.qform?.handedness ?? 1, ...spacingMm(volume.geometry)].forEach((v, at) => {
    view.setFloat32(76 + 4 * at, v, true);
  });
  view.setFloat32(108, 352, true);
  view.setFloat32(112, scaling.slope, true);
  view.setFloat32(116, scaling.intercept, true);
  view.setUint8(123, 2);
  writeText(view, 148, description);
  view.setInt16(252, hasQform(place) ? 1 : 0, true);
  view.setInt16(254, place === null ? 0 : 1, true);
  quaternionFields(place).forEach((v, at) => {
    view.setFloat32(256 + 4 * at, v, true);
  });
  place?.sformRas.forEach((v, at) => {
    view.setFloat32(280 + 4 * at, v, true);
  });
  writeText(view, 344, 'n+1');
}

function writeSecond({ volume, type, place, description, scaling }: HeaderContent, view: DataView): void {
  const { size } = volume.geometry;
  view.setInt32(0, 540, true);
  writeText(view, 4, 'n+2\0\r\n\x1a\n');
  view.setInt16(12, codeOfType(type), true);
  view.setInt16(14, BYTES_OF_TYPE[type] * 8, true);
  [3, ...size, 1, 1, 1, 1].forEach((n, at) => {
    view.setBigInt64(16 + 8 * at, BigInt(n), true);
  });
  [place?.qform?.handedness ?? 1, ...spacingMm(volume.geometry)].forEach((v, at) => {
    view.setFloat64(104 + 8 * at, v, true);
  });
  view.setBigInt64(168, 544n, true);
  view.setFloat64(176, scaling.slope, true);
  view.setFloat64(184, scaling.intercept, true);
  writeText(view, 240, description);
  view.setInt32(344, hasQform(place) ? 1 : 0, true);
  view.setInt32(348, place === null ? 0 : 1, true);
  quaternionFields(place).forEach((v, at) => {
    view.setFloat64(352 + 8 * at, v, true);
  });
  place?.sformRas.forEach((v, at) => {
    view.setFloat64(400 + 8 * at, v, true);
  });
  view.setInt32(500, 2, true);
}

const hasQform = (place: NiftiPlace | null): boolean => place !== null && place.qform !== null;

/** Quaternion b, c, d and offset x, y, z; zeros when there is no qform. */
function quaternionFields(place: NiftiPlace | null): number[] {
  if (place === null || place.qform === null) return [0, 0, 0, 0, 0, 0];
  const { qform, sformRas } = place;
  return [...qform.quaternion.slice(1), sformRas[3]!, sformRas[7]!, sformRas[11]!];
}

function requireScaling(scaling: FormatNiftiOptions['scaling']): void {
  if (scaling === undefined) return;
  const { slope, intercept } = scaling;
  if (Number.isFinite(slope) && Number.isFinite(intercept) && Math.fround(slope) !== 0) return;
  refuseNifti('nifti/scaling', {
    found: `Found a slope of ${slope} and an intercept of ${intercept} to write.`,
    needed: 'Finite numbers and a slope other than 0 are needed.',
    remedy: 'Write the scaled values instead.',
  });
}

/**
 * The bytes of a NIfTI file with this volume or mask. Equal input gives equal bytes.
 *
 * In version 1 the place in space is kept in single precision, as the format has it.
 *
 * @throws VolumeError `nifti/not-representable` when a value does not fit `dataType`; `nifti/scaling` when the slope is
 * 0 or a number is not finite; `nifti/dimensions` when an axis
 * is too long for version 1; `nifti/header` when the description is not 0 to 79 ASCII characters;
 * `geometry/data-length`, `geometry/size`, `geometry/affine` when the volume is none.
 * @example await writeFile('mask.nii.gz', formatNifti(mask));
 */
export function formatNifti(volume: Volume, options: FormatNiftiOptions = {}): Uint8Array {
  checkOptions(options, KNOWN);
  createVolume(volume.geometry, volume.data);
  const description = options.description ?? '';
  if (!/^[\x20-\x7e]{0,79}$/.test(description)) {
    refuseNifti('nifti/header', {
      found: `Found a description of ${description.length} characters, or with characters other than ASCII.`,
      needed: 'At most 79 printable ASCII characters are needed.',
      remedy: 'Shorten the description.',
    });
  }
  requireScaling(options.scaling);
  const long = volume.geometry.size.some((n) => n > 32_767);
  const version = options.version ?? (long ? 2 : 1);
  if (version === 1 && long) {
    refuseNifti('nifti/dimensions', {
      found: `Found a grid of ${volume.geometry.size.join(' x ')}.`,
      needed: 'Axes of at most 32767 voxels are needed in NIfTI-1.',
      remedy: 'Write version 2.',
    });
  }
  const type = options.dataType ?? typeOfArray(volume.data);
  const body = littleEndianBytes(converted(volume.data, type));
  const offset = version === 1 ? 352 : 544;
  const file = new Uint8Array(offset + body.length);
  const scaling = options.scaling ?? { slope: 1, intercept: 0 };
  const place = options.place === 'unknown' ? null : placeOf(volume.geometry);
  const content = { volume, type, place, description, scaling };
  (version === 1 ? writeFirst : writeSecond)(content, new DataView(file.buffer));
  file.set(body, offset);
  return options.gzip === false ? file : gzip(file, options.level ?? 4);
}
