/**
 * The text head of an NRRD file, read field by field and checked before any voxel is touched.
 *
 * Reads bytes, gives plain fields and the file's own key/value pairs. Knows nothing of segments.
 *
 * @see https://teem.sourceforge.net/nrrd/format.html
 */
import { VolumeError, type VolumeErrorCode } from '../errors.ts';
import type { StoredVoxelType } from '../voxels/data-type.ts';

/** What the head says. Axes are fastest first. */
export interface NrrdHeader {
  readonly type: StoredVoxelType;
  readonly sizes: readonly number[];
  readonly encoding: 'raw' | 'gzip';
  readonly littleEndian: boolean;
  /** Signs that turn the file's space into LPS along its three coordinates. */
  readonly spaceSigns: readonly [number, number, number];
  /** One vector for each axis in the file's space; null for an axis that is not in space. */
  readonly directions: readonly (readonly number[] | null)[];
  readonly origin: readonly number[];
  /** Byte at which the voxels begin. */
  readonly bodyOffset: number;
  /** The `key:=value` pairs. */
  readonly pairs: ReadonlyMap<string, string>;
}

/** A head longer than this is no head. */
const LONGEST_HEAD_BYTES = 2 ** 20;

const TYPE_NAMES: Readonly<Record<StoredVoxelType, readonly string[]>> = {
  int8: ['signed char', 'int8', 'int8_t'],
  uint8: ['uchar', 'unsigned char', 'uint8', 'uint8_t'],
  int16: ['short', 'short int', 'signed short', 'signed short int', 'int16', 'int16_t'],
  uint16: ['ushort', 'unsigned short', 'unsigned short int', 'uint16', 'uint16_t'],
  int32: ['int', 'signed int', 'int32', 'int32_t'],
  uint32: ['uint', 'unsigned int', 'uint32', 'uint32_t'],
  int64: [
    'longlong',
    'long long',
    'long long int',
    'signed long long',
    'signed long long int',
    'int64',
    'int64_t',
  ],
  uint64: ['ulonglong', 'unsigned long long', 'unsigned long long int', 'uint64', 'uint64_t'],
  float32: ['float'],
  float64: ['double'],
};

const SPACES: ReadonlyMap<string, readonly [number, number, number]> = new Map([
  ['left-posterior-superior', [1, 1, 1]],
  ['lps', [1, 1, 1]],
  ['right-anterior-superior', [-1, -1, 1]],
  ['ras', [-1, -1, 1]],
  ['left-anterior-superior', [1, -1, 1]],
  ['las', [1, -1, 1]],
]);

/** Throws a VolumeError of this format. */
export function refuseNrrd(
  code: Extract<VolumeErrorCode, `nrrd/${string}`>,
  found: string,
  needed: string,
): never {
  throw new VolumeError(code, { found, needed, remedy: 'Save the file again as NRRD with attached data.' });
}

/** The lines of the head and where the body begins. */
function splitHead(bytes: Uint8Array): { lines: string[]; bodyOffset: number } {
  const magic = String.fromCharCode(...bytes.subarray(0, 7));
  if (!/^NRRD000$/.test(magic))
    refuseNrrd('nrrd/not-nrrd', 'Found bytes that do not begin with NRRD000.', 'An NRRD file is needed.');
  const limit = Math.min(bytes.length, LONGEST_HEAD_BYTES);
  for (let at = 8; at < limit; at++) {
    if (bytes[at] !== 10) continue;
    const next = bytes[at + 1] === 13 ? at + 2 : at + 1;
    if (bytes[next] !== 10) continue;
    // The last line keeps the carriage return of its line end, which is not among these bytes.
    const head = new TextDecoder().decode(bytes.subarray(0, at)).replace(/\r$/, '');
    return { lines: head.split(/\r?\n/), bodyOffset: next + 1 };
  }
  return refuseNrrd(
    'nrrd/header',
    'Found no empty line that ends the head.',
    'A head of at most 1 MiB with an empty line after it is needed.',
  );
}

interface Fields {
  readonly fields: Map<string, string>;
  readonly pairs: Map<string, string>;
}

function readFields(lines: readonly string[]): Fields {
  const fields = new Map<string, string>();
  const pairs = new Map<string, string>();
  for (const line of lines.slice(1)) {
    if (line === '' || line.startsWith('#')) continue;
    const pair = /^([^:]+):=(.*)$/.exec(line);
    const field = /^([^:]+): ?(.*)$/.exec(line);
    const [target, match] = pair !== null ? [pairs, pair] : [fields, field];
    if (match === null)
      refuseNrrd(
        'nrrd/header',
        `Found the line "${line.slice(0, 60)}" in the head.`,
        'Lines of field: value or key:=value are needed.',
      );
    const name = pair !== null ? match[1]! : match[1]!.trim().toLowerCase();
    if (target.has(name))
      refuseNrrd('nrrd/header', `Found ${name} twice in the head.`, 'Each field once is needed.');
    target.set(name, match[2]!.trim());
  }
  return { fields, pairs };
}

function readType(text: string | undefined): StoredVoxelType {
  const name = (text ?? '').toLowerCase();
  for (const [type, names] of Object.entries(TYPE_NAMES))
    if (names.includes(name)) return type as StoredVoxelType;
  return refuseNrrd(
    'nrrd/unsupported',
    `Found voxels of type ${text ?? '(none)'}.`,
    'A plain integer or floating type is needed.',
  );
}

function readSizes(fields: ReadonlyMap<string, string>): number[] {
  const dimension = Number(fields.get('dimension'));
  const sizes = (fields.get('sizes') ?? '').split(/\s+/).map(Number);
  const fits =
    (dimension === 3 || dimension === 4) &&
    sizes.length === dimension &&
    sizes.every((n) => Number.isSafeInteger(n) && n >= 1);
  if (!fits) {
    refuseNrrd(
      'nrrd/dimensions',
      `Found dimension ${fields.get('dimension') ?? '(none)'} and sizes ${fields.get('sizes') ?? '(none)'}.`,
      'Three axes in space, or a list and three axes, each at least 1 long, are needed.',
    );
  }
  return sizes;
}

/** Vectors such as `(1,0,0)` and `none`. */
function readVectors(text: string): (number[] | null)[] {
  return (text.match(/none|\([^)]*\)/g) ?? []).map((word) =>
    word === 'none' ? null : word.slice(1, -1).split(',').map(Number),
  );
}

function readSpace(
  fields: ReadonlyMap<string, string>,
  axes: number,
): Pick<NrrdHeader, 'spaceSigns' | 'directions' | 'origin'> {
  const spaceSigns = SPACES.get((fields.get('space') ?? '').toLowerCase());
  if (spaceSigns === undefined) {
    refuseNrrd(
      'nrrd/header',
      `Found the space ${fields.get('space') ?? '(none)'}.`,
      'One of left-posterior-superior, right-anterior-superior and left-anterior-superior is needed to tell left from right.',
    );
  }
  const directions = readVectors(fields.get('space directions') ?? '');
  const [origin] = readVectors(fields.get('space origin') ?? '');
  const inSpace = directions.filter((d) => d !== null);
  const fits =
    directions.length === axes &&
    inSpace.length === 3 &&
    [...inSpace, origin].every((v) => v?.length === 3 && v.every(Number.isFinite));
  if (!fits || origin === undefined || origin === null) {
    refuseNrrd(
      'nrrd/header',
      `Found space directions ${fields.get('space directions') ?? '(none)'} and origin ${fields.get('space origin') ?? '(none)'}.`,
      'Three vectors of three numbers and an origin are needed.',
    );
  }
  return { spaceSigns, directions, origin };
}

function readEncoding(fields: ReadonlyMap<string, string>): 'raw' | 'gzip' {
  const encoding = (fields.get('encoding') ?? '').toLowerCase();
  const detached = fields.get('data file') ?? fields.get('datafile');
  if (detached !== undefined)
    refuseNrrd(
      'nrrd/unsupported',
      'Found voxels in a separate file.',
      'One file with head and voxels is needed.',
    );
  for (const skip of ['line skip', 'lineskip', 'byte skip', 'byteskip']) {
    if (Number(fields.get(skip) ?? 0) !== 0)
      refuseNrrd(
        'nrrd/unsupported',
        `Found ${skip} ${fields.get(skip)}.`,
        'Voxels directly after the head are needed.',
      );
  }
  if (encoding === 'raw') return 'raw';
  if (encoding === 'gzip' || encoding === 'gz') return 'gzip';
  return refuseNrrd(
    'nrrd/unsupported',
    `Found the encoding ${encoding || '(none)'}.`,
    'raw or gzip is needed.',
  );
}

/**
 * The head of an NRRD file.
 *
 * @throws VolumeError `nrrd/not-nrrd`, `nrrd/header`, `nrrd/dimensions`, `nrrd/unsupported`.
 */
export function parseNrrdHeader(bytes: Uint8Array): NrrdHeader {
  const { lines, bodyOffset } = splitHead(bytes);
  const { fields, pairs } = readFields(lines);
  const type = readType(fields.get('type'));
  const endian = fields.get('endian')?.toLowerCase();
  if (endian !== 'little' && endian !== 'big' && type !== 'int8' && type !== 'uint8') {
    refuseNrrd(
      'nrrd/header',
      `Found endian ${endian ?? '(none)'}.`,
      'little or big is needed for voxels of more than one byte.',
    );
  }
  const sizes = readSizes(fields);
  return {
    type,
    sizes,
    encoding: readEncoding(fields),
    littleEndian: endian !== 'big',
    ...readSpace(fields, sizes.length),
    bodyOffset,
    pairs,
  };
}
