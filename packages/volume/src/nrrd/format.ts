/**
 * NRRD files from volumes: the same input gives the same bytes.
 *
 * Also joins a head of one's own with values, for what is kept as NRRD and is no scan. Knows nothing of masks.
 */
import { createVolume } from '../geometry/geometry.ts';
import { gzip } from '../gzip/gzip.ts';
import { checkOptions, type KnownOptions } from '../options.ts';
import type { Geometry, Volume, VoxelArray } from '../volume.ts';
import { typeOfArray, type VoxelType } from '../voxels/data-type.ts';
import { littleEndianBytes } from '../voxels/decode.ts';

/** How an NRRD file is written. */
export interface FormatNrrdOptions {
  /** Compress the voxels. Default true. */
  readonly gzip?: boolean;
}

/** Every option of writing NRRD, with its default. */
export const FORMAT_NRRD_OPTIONS: KnownOptions<FormatNrrdOptions> = { gzip: true };

const TYPE_WORDS: Readonly<Record<VoxelType, string>> = {
  uint8: 'unsigned char',
  int8: 'signed char',
  uint16: 'unsigned short',
  int16: 'short',
  uint32: 'unsigned int',
  int32: 'int',
  float32: 'float',
  float64: 'double',
};

/** What the head of a file says. */
export interface NrrdHead {
  readonly geometry: Geometry;
  readonly type: VoxelType;
  readonly compressed: boolean;
  /** Values of a voxel; above 1 they are a list on the first axis. */
  readonly layers: number;
  /** Lines `key:=value`. */
  readonly pairs: readonly string[];
}

function formatHead({ geometry, type, compressed, layers, pairs }: NrrdHead): string {
  const m = geometry.indexToLpsMm;
  const vector = (column: number): string => `(${m[column]},${m[4 + column]},${m[8 + column]})`;
  const list = layers > 1;
  return [
    'NRRD0004',
    `type: ${TYPE_WORDS[type]}`,
    `dimension: ${list ? 4 : 3}`,
    'space: left-posterior-superior',
    `sizes: ${[...(list ? [layers] : []), ...geometry.size].join(' ')}`,
    `space directions: ${[...(list ? ['none'] : []), vector(0), vector(1), vector(2)].join(' ')}`,
    `kinds: ${list ? 'list ' : ''}domain domain domain`,
    'endian: little',
    `encoding: ${compressed ? 'gzip' : 'raw'}`,
    `space origin: ${vector(3)}`,
    ...pairs,
    '',
    '',
  ].join('\n');
}

/** The bytes of a file with this head and these values, in the order of the file. */
export function joinNrrd(head: NrrdHead, data: VoxelArray): Uint8Array {
  const text = new TextEncoder().encode(formatHead(head));
  const body = head.compressed ? gzip(littleEndianBytes(data)) : littleEndianBytes(data);
  const file = new Uint8Array(text.length + body.length);
  file.set(text);
  file.set(body, text.length);
  return file;
}

/**
 * The bytes of an NRRD file with this volume, in LPS.
 *
 * @throws VolumeError `geometry/data-length`, `geometry/size`, `geometry/affine` when the volume is none.
 * @example await writeFile('t1.nrrd', formatNrrd(scan));
 */
export function formatNrrd(volume: Volume, options: FormatNrrdOptions = {}): Uint8Array {
  checkOptions(options, FORMAT_NRRD_OPTIONS);
  createVolume(volume.geometry, volume.data);
  const compressed = options.gzip ?? true;
  return joinNrrd(
    { geometry: volume.geometry, type: typeOfArray(volume.data), compressed, layers: 1, pairs: [] },
    volume.data,
  );
}
