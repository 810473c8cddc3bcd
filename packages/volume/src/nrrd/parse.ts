/**
 * A scan from an NRRD file, raw or gzip, either byte order.
 *
 * Gives LPS geometry, and the content of a file that is no scan to who knows what it is. Knows nothing of masks.
 */
import { checkGeometry, countVoxels, MAXIMUM_VOXELS } from '../geometry/geometry.ts';
import { unpackBody } from '../gzip/body.ts';
import { checkOptions, type KnownOptions } from '../options.ts';
import type { Geometry, Volume, VoxelArray } from '../volume.ts';
import { BYTES_OF_TYPE } from '../voxels/data-type.ts';
import { decodeValues } from '../voxels/decode.ts';
import { type NrrdHeader, parseNrrdHeader, refuseNrrd } from './header.ts';

/** How an NRRD file is read. */
export interface ParseNrrdOptions {
  /** Most bytes of voxels that are accepted, decompressed. Default 2^31. */
  readonly maximumBytes?: number;
}

const KNOWN: KnownOptions<ParseNrrdOptions> = { maximumBytes: 2 ** 31 };

const CODES = {
  truncated: 'nrrd/truncated',
  damaged: 'nrrd/damaged',
  bomb: 'nrrd/bomb',
  tooLarge: 'nrrd/too-large',
} as const;

/** A head with its values. */
export interface NrrdContent {
  readonly header: NrrdHeader;
  readonly geometry: Geometry;
  /** Every value, in the order of the file. */
  readonly values: VoxelArray;
  /** Index of the axis that is not in space, or -1. */
  readonly listAxis: number;
}

function geometryOf(header: NrrdHeader): Geometry {
  const axes = header.directions.flatMap((direction, axis) =>
    direction === null ? [] : [{ direction, size: header.sizes[axis]! }],
  );
  const m = new Float64Array(12);
  for (let row = 0; row < 3; row++) {
    const sign = header.spaceSigns[row]!;
    axes.forEach(({ direction }, column) => {
      m[row * 4 + column] = sign * direction[row]!;
    });
    m[row * 4 + 3] = sign * header.origin[row]!;
  }
  return checkGeometry({ size: [axes[0]!.size, axes[1]!.size, axes[2]!.size], indexToLpsMm: m });
}

/**
 * The head of an NRRD file and all its values, a list of several included.
 *
 * @throws VolumeError as `parseNrrd`.
 */
export function parseNrrdContent(bytes: Uint8Array, options: ParseNrrdOptions): NrrdContent {
  checkOptions(options, KNOWN);
  const header = parseNrrdHeader(bytes);
  const geometry = geometryOf(header);
  const listAxis = header.directions.indexOf(null);
  const count = countVoxels(geometry.size) * (listAxis < 0 ? 1 : header.sizes[listAxis]!);
  const body = unpackBody(bytes.subarray(header.bodyOffset), {
    stream: header.encoding === 'gzip' ? 'gzip' : 'plain',
    expectedBytes: count * BYTES_OF_TYPE[header.type],
    maximumBytes: options.maximumBytes ?? MAXIMUM_VOXELS,
    codes: CODES,
  });
  const { type, littleEndian } = header;
  const values = decodeValues(body, {
    type,
    littleEndian,
    from: 0,
    count,
    refuseInteger: (value, at) =>
      refuseNrrd(
        'nrrd/unsupported',
        `Found the 64-bit integer ${value} at voxel ${at}.`,
        'Whole numbers up to 2^53 are needed.',
      ),
  });
  return { header, geometry, values, listAxis };
}

/**
 * The scan in an NRRD file with attached data.
 *
 * @param bytes The whole file.
 * @throws VolumeError `nrrd/not-nrrd`, `nrrd/header`, `nrrd/dimensions` (also for a list of several volumes),
 * `nrrd/unsupported`, `nrrd/too-large`, `nrrd/truncated`, `nrrd/damaged`, `nrrd/bomb`, `geometry/size`, `geometry/affine`.
 * @example const scan = parseNrrd(await readFile('t1.nrrd'));
 */
export function parseNrrd(bytes: Uint8Array, options: ParseNrrdOptions = {}): Volume {
  const { header, geometry, values, listAxis } = parseNrrdContent(bytes, options);
  if (listAxis >= 0 && header.sizes[listAxis] !== 1) {
    refuseNrrd(
      'nrrd/dimensions',
      `Found a list of ${header.sizes[listAxis]} volumes.`,
      'One volume is needed.',
    );
  }
  return { geometry, data: values };
}
