/**
 * A MetaImage file with attached data (.mha) from a volume or mask: the same input always gives the same bytes.
 *
 * Writes what ITK writes: LPS millimetres, little endian, zlib. Knows nothing of the disk.
 *
 * @see https://docs.itk.org/en/latest/learn/metaio.html
 */
import { createVolume, spacingMm } from '../geometry/geometry.ts';
import { orientationLetters } from '../geometry/orientation.ts';
import { deflate } from '../gzip/gzip.ts';
import { checkOptions, type KnownOptions } from '../options.ts';
import type { Volume } from '../volume.ts';
import { typeOfArray, type VoxelType } from '../voxels/data-type.ts';
import { littleEndianBytes } from '../voxels/decode.ts';

/** How an MHA file is written. */
export interface FormatMhaOptions {
  /** Compress the voxels (zlib). Default true. */
  readonly compress?: boolean;
}

const KNOWN: KnownOptions<FormatMhaOptions> = { compress: true };

const ELEMENT_TYPES: Readonly<Record<VoxelType, string>> = {
  uint8: 'MET_UCHAR',
  int8: 'MET_CHAR',
  uint16: 'MET_USHORT',
  int16: 'MET_SHORT',
  uint32: 'MET_UINT',
  int32: 'MET_INT',
  float32: 'MET_FLOAT',
  float64: 'MET_DOUBLE',
};

/** MetaImage names the side an axis comes from, we the side it runs to. */
const OPPOSITE: Readonly<Record<string, string>> = { R: 'L', L: 'R', A: 'P', P: 'A', I: 'S', S: 'I' };

function headOf({ geometry, data }: Volume, compressedBytes: number | null): string {
  const { size, indexToLpsMm: m } = geometry;
  const spacing = spacingMm(geometry);
  const axes = [0, 1, 2].flatMap((axis) =>
    [0, 1, 2].map((row) => m[row * 4 + axis]! / spacing[axis as 0 | 1 | 2] + 0),
  );
  const from = [...orientationLetters(geometry)].map((letter) => OPPOSITE[letter]!).join('');
  return [
    'ObjectType = Image',
    'NDims = 3',
    'BinaryData = True',
    'BinaryDataByteOrderMSB = False',
    `CompressedData = ${compressedBytes === null ? 'False' : 'True'}`,
    ...(compressedBytes === null ? [] : [`CompressedDataSize = ${compressedBytes}`]),
    `TransformMatrix = ${axes.join(' ')}`,
    `Offset = ${[m[3], m[7], m[11]].join(' ')}`,
    'CenterOfRotation = 0 0 0',
    `AnatomicalOrientation = ${from}`,
    `ElementSpacing = ${spacing.join(' ')}`,
    `DimSize = ${size.join(' ')}`,
    `ElementType = ${ELEMENT_TYPES[typeOfArray(data)]}`,
    'ElementDataFile = LOCAL',
    '',
  ].join('\n');
}

/**
 * The bytes of an MHA file with this volume or mask. Equal input gives equal bytes.
 *
 * @throws VolumeError `geometry/data-length`, `geometry/size`, `geometry/affine` when the volume is none.
 * @example await writeFile('t1.mha', formatMha(scan));
 */
export function formatMha(volume: Volume, options: FormatMhaOptions = {}): Uint8Array {
  checkOptions(options, KNOWN);
  createVolume(volume.geometry, volume.data);
  const plain = littleEndianBytes(volume.data);
  const body = options.compress === false ? plain : deflate(plain);
  const head = new TextEncoder().encode(headOf(volume, body === plain ? null : body.length));
  const file = new Uint8Array(head.length + body.length);
  file.set(head);
  file.set(body, head.length);
  return file;
}
