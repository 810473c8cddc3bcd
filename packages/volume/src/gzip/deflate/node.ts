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

/** A scan is seldom compressed further than this; a declared length beyond it is not believed beforehand. */
const BELIEVED_RATIO = 16;

/**
 * How much output is made at once: all of it where the compressed bytes can bear the declared length out, since joining
 * pieces takes their memory twice; pieces of at most 1 MiB otherwise. What is not written to takes no memory.
 */
function chunkFor(maximumBytes: number, compressedBytes: number): number {
  const whole = maximumBytes <= BELIEVED_RATIO * compressedBytes;
  return Math.max(1 << 14, whole ? maximumBytes + 1 : Math.min(1 << 20, Math.ceil(maximumBytes / 4)));
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
