/**
 * A scan from the bytes of a .nii or .nii.gz file (NIfTI-1 and -2, either byte order, integer and float voxels).
 *
 * The header is read and checked whole before the body is decompressed, and nothing is allocated by a number the
 * file declares without the bytes to back it. Gives LPS geometry. Knows nothing of the disk; leaves NaN voxels as
 * they are (see findNonFinite).
 */
import { VolumeError } from '../errors.ts';
import { compareGeometry } from '../geometry/compare.ts';
import { countVoxels, MAXIMUM_VOXELS } from '../geometry/geometry.ts';
import { HIGHEST_RATIO, PADDING_BYTES, RATIO_MATTERS_BYTES } from '../gzip/body.ts';
import { gunzip, gunzipStart, isGzip } from '../gzip/gzip.ts';
import { checkOptions, type KnownOptions } from '../options.ts';
import type { Geometry, Volume } from '../volume.ts';
import { LONGEST_HEADER_BYTES, type NiftiFields, parseNiftiFields } from './header.ts';
import { choosePlace, geometryBy, type NiftiPlaceSource } from './place.ts';
import { refuseNifti } from './refuse.ts';
import { decodeVoxels } from './voxels.ts';

/** How a NIfTI file is read. */
export interface ParseNiftiOptions {
  /** Which volume of a file with several (a fourth dimension) to read, from 0. Default: such files are refused. */
  readonly frame?: number;
  /** When sform and qform codes are both 0: refuse, or take the spacing in RAS order. Default 'refuse'. */
  readonly withoutOrientation?: 'refuse' | 'assume-ras';
  /** Most bytes of header and voxels that are accepted, decompressed. Default 2^31. */
  readonly maximumBytes?: number;
}

const KNOWN: KnownOptions<ParseNiftiOptions> = {
  frame: null,
  withoutOrientation: 'refuse',
  maximumBytes: 2 ** 31,
};

/** What a NIfTI file says about itself, without its voxels. */
export interface NiftiHeader extends NiftiFields {
  readonly geometry: Geometry;
  /** Which of sform and qform gave the geometry. */
  readonly placeFrom: NiftiPlaceSource;
  /** Largest distance between the voxels by sform and by qform in mm when both are set; null otherwise. */
  readonly formsDifferMm: number | null;
}

/** Runs a gzip step and gives its refusal the NIfTI name. */
function asNifti<T>(step: () => T): T {
  try {
    return step();
  } catch (error) {
    if (!(error instanceof VolumeError)) throw error;
    const names = {
      'gzip/truncated': 'nifti/truncated',
      'gzip/damaged': 'nifti/damaged-gzip',
      'gzip/bomb': 'nifti/too-long',
    } as const;
    const code = names[error.code as keyof typeof names];
    throw code === undefined ? error : new VolumeError(code, error.finding, error.details);
  }
}

function totalBytes(fields: NiftiFields): number {
  return fields.voxelOffset + countVoxels(fields.size) * fields.frames * fields.bytesPerVoxel;
}

function checkTotal(
  fields: NiftiFields,
  fileBytes: number,
  options: { compressed: boolean; maximumBytes: number },
): void {
  const total = totalBytes(fields);
  const { maximumBytes } = options;
  if (!Number.isSafeInteger(total) || total > maximumBytes) {
    refuseNifti('nifti/too-large', {
      found: `Found a header that announces ${total} bytes.`,
      needed: `At most ${maximumBytes} bytes are needed.`,
      remedy: 'Crop the scan, or raise the limit if the file can be trusted.',
      details: { total, maximumBytes },
    });
  }
  if (!options.compressed && total > fileBytes) {
    refuseNifti('nifti/truncated', {
      found: `Found ${fileBytes} bytes.`,
      needed: `The header announces ${total} bytes.`,
      remedy: 'Copy the file again from its source.',
      details: { total, fileBytes },
    });
  }
  if (options.compressed && total > RATIO_MATTERS_BYTES && total > fileBytes * HIGHEST_RATIO) {
    refuseNifti('nifti/bomb', {
      found: `Found ${fileBytes} compressed bytes whose header announces ${total}.`,
      needed: `At most ${HIGHEST_RATIO} times the compressed size is needed.`,
      remedy: 'Copy the file again from its source: it is truncated, empty or made to fill the memory.',
      details: { total, fileBytes },
    });
  }
}

function readHeader(bytes: Uint8Array, options: ParseNiftiOptions): NiftiHeader {
  const compressed = isGzip(bytes);
  const start = compressed ? asNifti(() => gunzipStart(bytes, LONGEST_HEADER_BYTES)) : bytes;
  const fields = parseNiftiFields(start);
  checkTotal(fields, bytes.length, { compressed, maximumBytes: options.maximumBytes ?? MAXIMUM_VOXELS });
  const placeFrom = choosePlace(fields, options.withoutOrientation ?? 'refuse');
  const geometry = geometryBy(fields, placeFrom);
  return { ...fields, geometry, placeFrom, formsDifferMm: formsDiffer(fields) };
}

function formsDiffer(fields: NiftiFields): number | null {
  if (fields.sformCode <= 0 || fields.qformCode <= 0) return null;
  try {
    return compareGeometry(geometryBy(fields, 'sform'), geometryBy(fields, 'qform'), 0)?.maximumMm ?? 0;
  } catch (error) {
    if (error instanceof VolumeError) return null;
    throw error;
  }
}

/**
 * What a NIfTI file says about itself; the voxels are not read.
 *
 * @param bytes The whole file, compressed or not.
 * @throws VolumeError every code of `parseNifti` except those of the body.
 * @example parseNiftiHeader(bytes).placeFrom; // 'sform'
 */
export function parseNiftiHeader(bytes: Uint8Array, options: ParseNiftiOptions = {}): NiftiHeader {
  checkOptions(options, KNOWN);
  return readHeader(bytes, options);
}

function chooseFrame(header: NiftiHeader, frame: number | undefined): number {
  const fits =
    frame === undefined
      ? header.frames === 1
      : Number.isInteger(frame) && frame >= 0 && frame < header.frames;
  if (fits) return frame ?? 0;
  const asked = frame === undefined ? '' : ` and frame ${frame} was asked for`;
  return refuseNifti('nifti/not-3d', {
    found: `Found ${header.frames} volumes in one file${asked}.`,
    needed: 'One volume is needed.',
    remedy: `Name the volume to read, 0 to ${header.frames - 1}, or split the file.`,
    details: { frames: header.frames },
  });
}

/**
 * The scan in a NIfTI file.
 *
 * The place in space is the sform's when its code is above 0, else the qform's, else the file is refused. Scaled
 * values (slope and intercept) become Float32Array, or Float64Array for 32-bit and 64-bit integers and doubles;
 * unscaled ones keep their type, and 64-bit integers become Float64Array when all are exact.
 *
 * @param bytes The whole file, compressed or not.
 * @returns Voxels with their place in LPS mm. The data is a copy.
 * @throws VolumeError `nifti/not-nifti`, `nifti/separate-image`, `nifti/header`, `nifti/dimensions`, `nifti/not-3d`,
 * `nifti/unsupported-type`, `nifti/too-large`, `nifti/offset`, `nifti/scaling`, `nifti/orientation`,
 * `nifti/no-orientation`, `nifti/units`, `nifti/truncated`, `nifti/too-long`, `nifti/bomb`, `nifti/damaged-gzip`,
 * `nifti/integer-range`, `geometry/size`, `geometry/affine`.
 * @example const scan = parseNifti(await readFile('t1.nii.gz'));
 */
export function parseNifti(bytes: Uint8Array, options: ParseNiftiOptions = {}): Volume {
  checkOptions(options, KNOWN);
  const header = readHeader(bytes, options);
  const frame = chooseFrame(header, options.frame);
  const total = totalBytes(header);
  const whole = isGzip(bytes) ? asNifti(() => gunzip(bytes, total + PADDING_BYTES)) : bytes;
  if (whole.length < total) {
    refuseNifti('nifti/truncated', {
      found: `Found ${whole.length} bytes after decompression.`,
      needed: `The header announces ${total} bytes.`,
      remedy: 'Copy the file again from its source.',
      details: { total, bytes: whole.length },
    });
  }
  if (whole.length > total + PADDING_BYTES) {
    refuseNifti('nifti/too-long', {
      found: `Found ${whole.length} bytes.`,
      needed: `The header announces ${total} bytes.`,
      remedy: 'Check that the header belongs to this file.',
      details: { total, bytes: whole.length },
    });
  }
  return { geometry: header.geometry, data: decodeVoxels(whole, header, frame) };
}
