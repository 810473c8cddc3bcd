/**
 * A zip archive to its entries, held in memory, with every declared size checked against what is there.
 *
 * Nothing is written to disk and no entry name is used as a path; names serve messages only. Links are listed as
 * refused, encrypted and exotic methods are refused by name. Source: PKWARE APPNOTE 6.3.
 */
import { VolumeError } from '../../errors.ts';
import { checkOptions } from '../../options.ts';
import { inflateRaw } from '../parse/inflate.ts';
import type { DicomInput } from '../series/slice.ts';

/** Bounds on an archive. */
export interface ZipLimits {
  /** Most entries. Default 50 000. */
  readonly maximumEntries: number;
  /** Most bytes of all entries together. Default 4 GiB. */
  readonly maximumBytes: number;
}

/** Default bounds. */
export const ZIP_LIMITS: ZipLimits = Object.freeze({ maximumEntries: 50_000, maximumBytes: 2 ** 32 });

const END_RECORD = 0x06054b50;
const CENTRAL_RECORD = 0x02014b50;
const LOCAL_RECORD = 0x04034b50;
const END_RECORD_64 = 0x06064b50;
const END_LOCATOR_64 = 0x07064b50;
/** Extra field that holds the 64-bit sizes of an entry. */
const SIZES_64 = 0x0001;
const FULL_16 = 0xffff;
const FULL_32 = 0xffffffff;
const LONGEST_COMMENT = 65_535;
const LINK_MODE = 0xa000;

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly encrypted: boolean;
  readonly link: boolean;
  readonly crc: number;
  readonly packedBytes: number;
  readonly plainBytes: number;
  readonly localOffset: number;
}

function refuse(
  code: 'zip/not-zip' | 'zip/damaged' | 'zip/unsupported' | 'zip/bomb' | 'zip/too-many-entries',
  found: string,
): never {
  throw new VolumeError(code, {
    found,
    needed: 'A plain zip archive, stored or deflated, within the bounds is needed.',
    remedy: 'Pack the files again, or give the folder itself.',
  });
}

/** Whether bytes begin like a zip archive. */
export function looksLikeZip(bytes: Uint8Array): boolean {
  return bytes.length > 4 && bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5);
}

function findEnd(view: DataView): number {
  const lowest = Math.max(0, view.byteLength - 22 - LONGEST_COMMENT);
  for (let at = view.byteLength - 22; at >= lowest; at--)
    if (view.getUint32(at, true) === END_RECORD) return at;
  return refuse('zip/not-zip', 'Found no end record of a zip archive.');
}

/** A 64-bit number that must lie in the file. */
function whole(view: DataView, at: number): number {
  if (at < 0 || at + 8 > view.byteLength)
    return refuse('zip/damaged', 'Found a zip64 record that is cut off.');
  const value = Number(view.getBigUint64(at, true));
  if (Number.isSafeInteger(value)) return value;
  return refuse('zip/damaged', 'Found a zip64 size beyond every file.');
}

/** Sizes and offset of an entry, taken from its zip64 field where the plain ones are full. */
function readSizes(
  view: DataView,
  at: number,
  extra: { readonly from: number; readonly to: number },
): Pick<Entry, 'packedBytes' | 'plainBytes' | 'localOffset'> {
  const plain = [24, 20, 42].map((field) => view.getUint32(at + field, true));
  if (plain.includes(FULL_32)) {
    let field = extra.from;
    while (field + 4 <= extra.to && view.getUint16(field, true) !== SIZES_64)
      field += 4 + view.getUint16(field + 2, true);
    if (field + 4 > extra.to) refuse('zip/damaged', 'Found an entry without the zip64 sizes it announces.');
    let next = field + 4;
    for (const [n, value] of plain.entries()) {
      if (value !== FULL_32) continue;
      if (next + 8 > extra.to) refuse('zip/damaged', 'Found zip64 sizes that are cut off.');
      plain[n] = whole(view, next);
      next += 8;
    }
  }
  return { plainBytes: plain[0]!, packedBytes: plain[1]!, localOffset: plain[2]! };
}

function readEntry(bytes: Uint8Array, view: DataView, at: number): { entry: Entry; next: number } {
  if (at + 46 > bytes.length || view.getUint32(at, true) !== CENTRAL_RECORD) {
    return refuse('zip/damaged', 'Found a damaged directory of entries.');
  }
  const nameLength = view.getUint16(at + 28, true);
  const next = at + 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  if (next > bytes.length) return refuse('zip/damaged', 'Found a directory of entries that is cut off.');
  const entry: Entry = {
    name: new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength)),
    method: view.getUint16(at + 10, true),
    encrypted: (view.getUint16(at + 8, true) & 1) === 1,
    link: ((view.getUint32(at + 38, true) >>> 16) & 0xf000) === LINK_MODE,
    crc: view.getUint32(at + 16, true),
    ...readSizes(view, at, { from: at + 46 + nameLength, to: next - view.getUint16(at + 32, true) }),
  };
  return { entry, next };
}

/** How many entries there are and where the first is described. */
function findDirectory(view: DataView): { count: number; at: number } {
  const end = findEnd(view);
  const [count, at] = [view.getUint16(end + 10, true), view.getUint32(end + 16, true)];
  if (count !== FULL_16 && at !== FULL_32) return { count, at };
  const locator = end - 20;
  if (locator < 0 || view.getUint32(locator, true) !== END_LOCATOR_64) return { count, at };
  const record = whole(view, locator + 8);
  if (record + 56 > view.byteLength || view.getUint32(record, true) !== END_RECORD_64)
    return refuse('zip/damaged', 'Found no zip64 record where the archive says.');
  return { count: whole(view, record + 32), at: whole(view, record + 48) };
}

function readDirectory(bytes: Uint8Array, view: DataView, limits: ZipLimits): Entry[] {
  const { count, at: first } = findDirectory(view);
  let at = first;
  if (count > limits.maximumEntries) refuse('zip/too-many-entries', `Found ${count} entries.`);
  const entries: Entry[] = [];
  for (let n = 0; n < count; n++) {
    const { entry, next } = readEntry(bytes, view, at);
    entries.push(entry);
    at = next;
  }
  return entries;
}

/** Entries must not share bytes: overlapping ones unpack the same data many times. */
function requireApart(entries: readonly Entry[]): void {
  const ranges = entries.map((e) => [e.localOffset, e.localOffset + 30 + e.packedBytes] as const);
  ranges.sort((a, b) => a[0] - b[0]);
  for (let n = 1; n < ranges.length; n++) {
    if (ranges[n]![0] < ranges[n - 1]![1]) refuse('zip/bomb', 'Found entries that share their bytes.');
  }
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});

function crcOf(bytes: Uint8Array): number {
  let c = 0xffffffff;
  for (const byte of bytes) c = CRC_TABLE[(c ^ byte) & 255]! ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
}

function readContent(bytes: Uint8Array, view: DataView, entry: Entry): Uint8Array {
  const at = entry.localOffset;
  if (entry.encrypted) refuse('zip/unsupported', 'Found an encrypted entry.');
  if (entry.method !== 0 && entry.method !== 8)
    refuse('zip/unsupported', `Found compression method ${entry.method}.`);
  if (at + 30 > bytes.length || view.getUint32(at, true) !== LOCAL_RECORD) {
    return refuse('zip/damaged', 'Found an entry whose content is not where the directory says.');
  }
  const start = at + 30 + view.getUint16(at + 26, true) + view.getUint16(at + 28, true);
  if (start + entry.packedBytes > bytes.length)
    return refuse('zip/damaged', 'Found an entry that is cut off.');
  const packed = bytes.subarray(start, start + entry.packedBytes);
  const content = entry.method === 0 ? packed : inflateRaw(packed, entry.plainBytes + 1);
  if (content.length !== entry.plainBytes || crcOf(content) !== entry.crc) {
    return refuse('zip/damaged', 'Found an entry whose content differs from its checksum or size.');
  }
  return content;
}

/**
 * The files of a zip archive, for `parseDicomFolder`. Folders are left out.
 *
 * @throws VolumeError `zip/not-zip`, `zip/damaged`, `zip/unsupported` (encryption, links, other methods),
 *   `zip/bomb`, `zip/too-many-entries`, `dicom/damaged-deflate`, `dicom/bomb`.
 * @example parseDicomFolder(parseZip(bytes));
 */
export function parseZip(bytes: Uint8Array, limits: Partial<ZipLimits> = {}): DicomInput[] {
  checkOptions(limits, ZIP_LIMITS);
  const bounds = { ...ZIP_LIMITS, ...limits };
  if (bytes.length < 22) refuse('zip/not-zip', `Found ${bytes.length} bytes.`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries = readDirectory(bytes, view, bounds);
  requireApart(entries);
  const inputs: DicomInput[] = [];
  let total = 0;
  for (const entry of entries) {
    if (entry.link) refuse('zip/unsupported', 'Found a symbolic link.');
    if (entry.name.endsWith('/') && entry.plainBytes === 0) continue;
    total += entry.plainBytes;
    if (total > bounds.maximumBytes)
      refuse('zip/bomb', `Found entries of more than ${bounds.maximumBytes} bytes.`);
    inputs.push({ name: entry.name, bytes: readContent(bytes, view, entry) });
  }
  return inputs;
}
