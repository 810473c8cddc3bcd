/**
 * A scan from a MetaImage file with attached data (.mha), raw or zlib-compressed, either byte order.
 *
 * MetaImage places voxels in LPS mm, as ITK writes it. The head is checked before the voxels are touched.
 *
 * @see https://docs.itk.org/en/latest/learn/metaio.html
 */
import { VolumeError, type VolumeErrorCode } from '../errors.ts';
import { checkGeometry, countVoxels, MAXIMUM_VOXELS } from '../geometry/geometry.ts';
import { unpackBody } from '../gzip/body.ts';
import { checkOptions, type KnownOptions } from '../options.ts';
import type { Geometry, Volume } from '../volume.ts';
import { BYTES_OF_TYPE, type StoredVoxelType } from '../voxels/data-type.ts';
import { decodeValues } from '../voxels/decode.ts';

/** How an MHA file is read. */
export interface ParseMhaOptions {
  /** Most bytes of voxels that are accepted, decompressed. Default 2^31. */
  readonly maximumBytes?: number;
}

const KNOWN: KnownOptions<ParseMhaOptions> = { maximumBytes: 2 ** 31 };

const CODES = {
  truncated: 'mha/truncated',
  damaged: 'mha/damaged',
  bomb: 'mha/bomb',
  tooLarge: 'mha/too-large',
} as const;
const LONGEST_HEAD_BYTES = 65_536;

const TYPES: ReadonlyMap<string, StoredVoxelType> = new Map([
  ['MET_CHAR', 'int8'],
  ['MET_UCHAR', 'uint8'],
  ['MET_SHORT', 'int16'],
  ['MET_USHORT', 'uint16'],
  ['MET_INT', 'int32'],
  ['MET_UINT', 'uint32'],
  ['MET_LONG_LONG', 'int64'],
  ['MET_ULONG_LONG', 'uint64'],
  ['MET_FLOAT', 'float32'],
  ['MET_DOUBLE', 'float64'],
]);

function refuse(code: Extract<VolumeErrorCode, `mha/${string}`>, found: string, needed: string): never {
  throw new VolumeError(code, { found, needed, remedy: 'Save the file again as MHA with ITK, or as NIfTI.' });
}

/** The fields up to ElementDataFile, which is the last, and where the voxels begin. */
function readFields(bytes: Uint8Array): { fields: Map<string, string>; bodyOffset: number } {
  const fields = new Map<string, string>();
  let from = 0;
  const limit = Math.min(bytes.length, LONGEST_HEAD_BYTES);
  for (let at = 0; at < limit; at++) {
    if (bytes[at] !== 10) continue;
    const line = new TextDecoder('latin1').decode(bytes.subarray(from, at)).trim();
    from = at + 1;
    const match = /^(\w+)\s*=\s*(.*)$/.exec(line);
    if (match === null) break;
    if (fields.has(match[1]!))
      refuse('mha/header', `Found ${match[1]} twice in the head.`, 'Each field once is needed.');
    fields.set(match[1]!, match[2]!.trim());
    if (match[1] === 'ElementDataFile') return { fields, bodyOffset: from };
  }
  const looks = fields.has('ObjectType') || fields.has('NDims');
  return refuse(
    looks ? 'mha/header' : 'mha/not-mha',
    looks ? 'Found a head without ElementDataFile.' : 'Found bytes that do not begin like a MetaImage.',
    'A MetaImage head that ends with ElementDataFile = LOCAL is needed.',
  );
}

function numbers(fields: ReadonlyMap<string, string>, names: readonly string[], length: number): number[] {
  const name = names.find((n) => fields.has(n));
  const values = (name === undefined ? '' : fields.get(name)!).split(/\s+/).map(Number);
  if (values.length !== length || !values.every(Number.isFinite)) {
    refuse(
      'mha/header',
      `Found ${names[0]} = ${name === undefined ? '(none)' : fields.get(name)}.`,
      `${length} numbers are needed.`,
    );
  }
  return values;
}

const isTrue = (text: string | undefined): boolean => text?.toLowerCase() === 'true';

function readGeometry(fields: ReadonlyMap<string, string>): Geometry {
  if (fields.get('NDims') !== '3')
    refuse(
      'mha/unsupported',
      `Found NDims = ${fields.get('NDims') ?? '(none)'}.`,
      'Three dimensions are needed.',
    );
  const size = numbers(fields, ['DimSize'], 3);
  const spacing = numbers(fields, ['ElementSpacing', 'ElementSize'], 3);
  const origin = numbers(fields, ['Offset', 'Position', 'Origin'], 3);
  const axes = numbers(fields, ['TransformMatrix', 'Rotation', 'Orientation'], 9);
  const m = new Float64Array(12);
  for (let row = 0; row < 3; row++) {
    for (let axis = 0; axis < 3; axis++) m[row * 4 + axis] = axes[axis * 3 + row]! * spacing[axis]!;
    m[row * 4 + 3] = origin[row]!;
  }
  return checkGeometry({ size: [size[0]!, size[1]!, size[2]!], indexToLpsMm: m });
}

/**
 * The scan in an MHA file.
 *
 * @param bytes The whole file.
 * @throws VolumeError `mha/not-mha`, `mha/header`, `mha/unsupported`, `mha/too-large`, `mha/truncated`, `mha/damaged`,
 * `mha/bomb`, `geometry/size`, `geometry/affine`.
 * @example const scan = parseMha(await readFile('t1.mha'));
 */
export function parseMha(bytes: Uint8Array, options: ParseMhaOptions = {}): Volume {
  checkOptions(options, KNOWN);
  const { fields, bodyOffset } = readFields(bytes);
  const geometry = readGeometry(fields);
  const type = TYPES.get(fields.get('ElementType') ?? '');
  const channels = Number(fields.get('ElementNumberOfChannels') ?? 1);
  if (type === undefined || channels !== 1) {
    refuse(
      'mha/unsupported',
      `Found ${channels} channels of ${fields.get('ElementType') ?? '(no type)'}.`,
      `One channel of ${[...TYPES.keys()].join(', ')} is needed.`,
    );
  }
  if (fields.get('ElementDataFile') !== 'LOCAL' || !isTrue(fields.get('BinaryData') ?? 'True')) {
    refuse(
      'mha/unsupported',
      'Found voxels in a separate file or as text.',
      'Binary voxels after the head (LOCAL) are needed.',
    );
  }
  const count = countVoxels(geometry.size);
  const body = unpackBody(bytes.subarray(bodyOffset), {
    stream: isTrue(fields.get('CompressedData')) ? 'zlib' : 'plain',
    expectedBytes: count * BYTES_OF_TYPE[type],
    maximumBytes: options.maximumBytes ?? MAXIMUM_VOXELS,
    codes: CODES,
  });
  const littleEndian = !isTrue(fields.get('BinaryDataByteOrderMSB') ?? fields.get('ElementByteOrderMSB'));
  const refuseInteger = (value: bigint, at: number): never =>
    refuse(
      'mha/unsupported',
      `Found the 64-bit integer ${value} at voxel ${at}.`,
      'Whole numbers up to 2^53 are needed.',
    );
  return { geometry, data: decodeValues(body, { type, littleEndian, from: 0, count, refuseInteger }) };
}
