/**
 * Zip archives as tests need them: with deflated or stored entries, and with sizes and counts that lie.
 */
import { deflateRawSync } from 'node:zlib';

/** One entry of an archive that is made. */
export interface ZipEntry {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly mode?: number;
  readonly flags?: number;
  readonly method?: number;
  /** Size that the directory claims. */
  readonly claimed?: number;
}

function crc(bytes: Uint8Array): number {
  let c = 0xffffffff;
  for (const byte of bytes) {
    c ^= byte;
    for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  }
  return (c ^ 0xffffffff) >>> 0;
}

const u16 = (n: number): number[] => [n & 255, (n >>> 8) & 255];
const u32 = (n: number): number[] => [...u16(n & 0xffff), ...u16(n >>> 16)];

/** The record that closes an archive: how many entries there are and where their directory lies. */
function endOfArchive({
  entries,
  directory,
  body,
}: Record<'entries' | 'directory' | 'body', number>): number[] {
  const counts = [...u16(entries), ...u16(entries), ...u32(directory), ...u32(body)];
  return [0x50, 0x4b, 5, 6, 0, 0, 0, 0, ...counts, 0, 0];
}

/** A zip archive with deflated entries. */
export function zip(entries: readonly ZipEntry[], same = false): Uint8Array {
  const body: number[] = [];
  const directory: number[] = [];
  let first = 0;
  for (const [
    n,
    { name, bytes, mode = 0x81a4, flags = 0, method = 8, claimed = bytes.length },
  ] of entries.entries()) {
    const packed = method === 8 ? deflateRawSync(bytes) : bytes;
    const text = [...new TextEncoder().encode(name)];
    const common = [
      ...u16(20),
      ...u16(flags),
      ...u16(method),
      0,
      0,
      0,
      0,
      ...u32(crc(bytes)),
      ...u32(packed.length),
      ...u32(claimed),
      ...u16(text.length),
      0,
      0,
    ];
    const at = same && n > 0 ? first : body.length;
    if (n === 0) first = at;
    if (!(same && n > 0)) body.push(0x50, 0x4b, 3, 4, ...common, ...text, ...packed);
    directory.push(
      0x50,
      0x4b,
      1,
      2,
      ...u16(20),
      ...common,
      0,
      0,
      0,
      0,
      0,
      0,
      ...u32((mode << 16) >>> 0),
      ...u32(at),
      ...text,
    );
  }
  const end = endOfArchive({ entries: entries.length, directory: directory.length, body: body.length });
  return Uint8Array.from([...body, ...directory, ...end]);
}

/** An archive of one stored entry whose sizes, offset and count stand in 64-bit records only. */
export function zip64(name: string, bytes: Uint8Array): Uint8Array {
  const plain = zip([{ name, bytes, method: 0 }]);
  const start = 30 + name.length + bytes.length;
  const entry = [...plain.slice(start, start + 46 + name.length)];
  entry.splice(20, 8, ...u32(0xffffffff), ...u32(0xffffffff));
  entry.splice(30, 2, ...u16(28));
  entry.splice(42, 4, ...u32(0xffffffff));
  const u64 = (n: number): number[] => [...u32(n), ...u32(0)];
  const directory = [...entry, ...u16(1), ...u16(24), ...u64(bytes.length), ...u64(bytes.length), ...u64(0)];
  const record = [0x50, 0x4b, 6, 6, ...u64(44), ...u16(45), ...u16(45), ...u32(0), ...u32(0)];
  record.push(...u64(1), ...u64(1), ...u64(directory.length), ...u64(start));
  const locator = [0x50, 0x4b, 6, 7, ...u32(0), ...u64(start + directory.length), ...u32(1)];
  const end = endOfArchive({ entries: 0xffff, directory: 0xffffffff, body: 0xffffffff });
  return Uint8Array.from([...plain.slice(0, start), ...directory, ...record, ...locator, ...end]);
}

/** The bytes of a text. */
export const text = (content: string): Uint8Array => new TextEncoder().encode(content);
