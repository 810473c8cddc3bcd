/**
 * A zip archive to its entries, held in memory, with every declared size checked against what is there.
 *
 * Nothing is written to disk and no entry name is used as a path; names serve messages only. Links are listed as
 * refused, encrypted and exotic methods are refused by name. Source: PKWARE APPNOTE 6.3.
 */
import { VolumeError } from '../../errors.ts';
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
    packedBytes: view.getUint32(at + 20, true),
    plainBytes: view.getUint32(at + 24, true),
    localOffset: view.getUint32(at + 42, true),
  };
  return { entry, next };
}

function readDirectory(bytes: Uint8Array, view: DataView, limits: ZipLimits): Entry[] {
  const end = findEnd(view);
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  if (count === 0xffff || at === 0xffffffff) refuse('zip/unsupported', 'Found a zip64 archive.');
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
 * The files of a zip archive, for `readDicomFolder`. Folders are left out.
 *
 * @throws VolumeError `zip/not-zip`, `zip/damaged`, `zip/unsupported` (encryption, links, zip64, other methods),
 *   `zip/bomb`, `zip/too-many-entries`, `dicom/damaged-deflate`, `dicom/bomb`.
 * @example readDicomFolder(readZip(bytes));
 */
export function readZip(bytes: Uint8Array, limits: Partial<ZipLimits> = {}): DicomInput[] {
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
