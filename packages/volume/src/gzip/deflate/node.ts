/**
 * Compression by Node's own zlib: what `#deflate` means in Node.
 *
 * The output is counted by zlib while it is made. Knows nothing of image formats.
 */
import {
  constants,
  deflateSync,
  gunzipSync,
  gzipSync,
  inflateRawSync,
  inflateSync,
  type ZlibOptions,
} from 'node:zlib';
import type { Decompressed, DeflateStreams, StreamFault } from './streams.ts';

const DECOMPRESS = { gzip: gunzipSync, zlib: inflateSync, raw: inflateRawSync } as const;
const COMPRESS = { gzip: gzipSync, zlib: deflateSync } as const;

/** Most bytes that a byte of deflate can stand for: 258 for two bits, rounded up. */
const MOST_FROM_A_BYTE = 1032;

/**
 * One piece for all that may come out, since joining pieces takes their memory twice. The length that a header declares
 * is believed no further than these compressed bytes could reach; what is not written to takes no memory.
 */
function chunkFor(maximumBytes: number, compressedBytes: number): number {
  return Math.max(1 << 14, Math.min(maximumBytes, MOST_FROM_A_BYTE * compressedBytes) + 1);
}

/** The same bytes without Node's Buffer around them, as a browser would give them. */
function plain(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function faultOf(error: unknown): StreamFault {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ERR_BUFFER_TOO_LARGE') return 'too-long';
  return code === 'Z_BUF_ERROR' ? 'truncated' : 'damaged';
}

function attempt(decompress: typeof gunzipSync, bytes: Uint8Array, options: ZlibOptions): Decompressed {
  try {
    return { bytes: plain(decompress(bytes, options)), fault: null };
  } catch (error) {
    return { bytes: null, fault: faultOf(error) };
  }
}

/** Node's compression. */
export const streams: DeflateStreams = {
  decompress: (bytes, { format, maximumBytes }) =>
    attempt(DECOMPRESS[format], bytes, {
      maxOutputLength: Math.max(1, maximumBytes),
      chunkSize: chunkFor(maximumBytes, bytes.length),
    }),
  decompressStart: (bytes) => attempt(gunzipSync, bytes, { finishFlush: constants.Z_SYNC_FLUSH }),
  compress: (bytes, { format, level }) => plain(COMPRESS[format](bytes, { level })),
};
