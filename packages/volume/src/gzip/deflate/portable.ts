/**
 * Compression by fflate: what `#deflate` means in browsers, and wherever Node's zlib is not.
 *
 * Fflate inflates; headers, ends and checksums of gzip and zlib, which it does not look at, are checked here. Knows
 * nothing of image formats.
 */
import { gzipSync, Inflate, zlibSync } from 'fflate';
import { adler32, crc32 } from './checksum.ts';
import type { Decompressed, DeflateFormat, DeflateStreams, StreamFault } from './streams.ts';

/** Bytes that are inflated at once. A bomb makes 1032 bytes of each before its length is looked at: 17 MB. */
const STEP = 2 ** 14;

/** Where reading goes on, or what is wrong. */
type Next = number | StreamFault;

/** What fflate knows of a stream between two pieces. It has no public word for the end of deflated data. */
interface Progress {
  /** `f`: the last block was begun. `l`: the code of a block that goes on. `p`: bits read of the first byte left. */
  readonly s: { readonly f?: number; readonly l?: unknown; readonly p?: number };
  /** Bytes that are left. */
  readonly p: Uint8Array;
}

/** Pieces that came out, counted. */
class Output {
  readonly pieces: Uint8Array[] = [];
  readonly maximumBytes: number;
  length = 0;

  constructor(maximumBytes: number) {
    this.maximumBytes = maximumBytes;
  }

  add(piece: Uint8Array): void {
    this.pieces.push(piece);
    this.length += piece.length;
  }

  joined(): Uint8Array {
    const whole = new Uint8Array(this.length);
    let at = 0;
    for (const piece of this.pieces) {
      whole.set(piece, at);
      at += piece.length;
    }
    return whole;
  }
}

/** Inflates from a byte on; gives the byte after the last block. */
function inflateAt(bytes: Uint8Array, start: number, output: Output): Next {
  const stream = new Inflate((piece) => output.add(piece));
  for (let at = start; at < bytes.length; ) {
    const piece = bytes.subarray(at, at + STEP);
    try {
      stream.push(piece);
    } catch {
      return 'damaged';
    }
    at += piece.length;
    if (output.length > output.maximumBytes) return 'too-long';
    const { s: state, p: left } = stream as unknown as Progress;
    if (state.f && !state.l) return at - left.length + (state.p ? 1 : 0);
  }
  return 'truncated';
}

/** The byte after a text that ends with 0. */
function afterText(bytes: Uint8Array, start: number): number {
  const end = bytes.indexOf(0, start);
  return end < 0 ? bytes.length + 1 : end + 1;
}

const GZIP_START = [0x1f, 0x8b, 8];

/** The byte after the header of a gzip member. See RFC 1952 section 2.3. */
function afterGzipHeader(bytes: Uint8Array, start: number): Next {
  const wrong = GZIP_START.some((byte, index) => (bytes[start + index] ?? byte) !== byte);
  const flags = bytes[start + 3] ?? 0;
  if (wrong || (flags & 0xe0) !== 0) return 'damaged';
  let at = start + 10;
  if (flags & 4) at += 2 + (bytes[at] ?? 0) + 256 * (bytes[at + 1] ?? 0);
  if (flags & 8) at = afterText(bytes, at);
  if (flags & 16) at = afterText(bytes, at);
  if (flags & 2) {
    const found = (bytes[at] ?? 0) + 256 * (bytes[at + 1] ?? 0);
    const isWrong = found !== (crc32(bytes.subarray(start, at)) & 0xffff);
    at += 2;
    if (isWrong && at <= bytes.length) return 'damaged';
  }
  return at > bytes.length ? 'truncated' : at;
}

/** One gzip member: its header, its data, its checksum and length. */
function gzipMember(bytes: Uint8Array, start: number, output: Output): Next {
  const { length: before, pieces } = output;
  const first = pieces.length;
  const data = afterGzipHeader(bytes, start);
  if (typeof data !== 'number') return data;
  const end = inflateAt(bytes, data, output);
  if (typeof end !== 'number') return end;
  if (end + 8 > bytes.length) return 'truncated';
  const trailer = new DataView(bytes.buffer, bytes.byteOffset + end, 8);
  const checksum = pieces.slice(first).reduce((crc, piece) => crc32(piece, crc), 0);
  const isRight =
    trailer.getUint32(0, true) === checksum && trailer.getUint32(4, true) === (output.length - before) >>> 0;
  return isRight ? end + 8 : 'damaged';
}

function gzipMembers(bytes: Uint8Array, output: Output): Next {
  let at: Next = 0;
  do at = gzipMember(bytes, at, output);
  while (typeof at === 'number' && at < bytes.length && bytes[at] !== 0);
  return at;
}

/** A zlib stream: two bytes, the data, their checksum. See RFC 1950 section 2.2. */
function zlibStream(bytes: Uint8Array, output: Output): Next {
  if (bytes.length < 2) return 'truncated';
  const [method = 0, flags = 0] = bytes;
  const isRight = (method & 15) === 8 && method >> 4 < 8 && (method * 256 + flags) % 31 === 0;
  // With bit 5, the stream goes on from bytes that only its writer has.
  if (!isRight || (flags & 32) !== 0) return 'damaged';
  const end = inflateAt(bytes, 2, output);
  if (typeof end !== 'number') return end;
  if (end + 4 > bytes.length) return 'truncated';
  const found = new DataView(bytes.buffer, bytes.byteOffset + end, 4).getUint32(0);
  return found === output.pieces.reduce((sum, piece) => adler32(piece, sum), 1) ? end + 4 : 'damaged';
}

const READ: Readonly<Record<DeflateFormat, (bytes: Uint8Array, output: Output) => Next>> = {
  gzip: gzipMembers,
  zlib: zlibStream,
  raw: (bytes, output) => inflateAt(bytes, 0, output),
};

function decompressed(next: Next, output: Output): Decompressed {
  return typeof next === 'number' ? { bytes: output.joined(), fault: null } : { bytes: null, fault: next };
}

/** Compression that runs everywhere. The bytes of `compress` differ from those of Node's zlib; what they hold does not. */
export const streams: DeflateStreams = {
  decompress: (bytes, { format, maximumBytes }) => {
    const output = new Output(Math.max(1, maximumBytes));
    return decompressed(READ[format](bytes, output), output);
  },
  decompressStart: (bytes) => {
    const output = new Output(Number.POSITIVE_INFINITY);
    const next = gzipMembers(bytes, output);
    return decompressed(next === 'truncated' ? bytes.length : next, output);
  },
  compress: (bytes, { format, level }) => {
    const options = { level: level as 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 };
    return format === 'gzip' ? gzipSync(bytes, { ...options, mtime: 0 }) : zlibSync(bytes, options);
  },
};
