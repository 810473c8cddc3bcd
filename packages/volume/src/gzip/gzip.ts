/**
 * Gzip in memory with the output counted: never more than the caller allows, whatever the stream says.
 *
 * Knows nothing of image formats. Callers turn its three codes into their own.
 */
import { constants, deflateSync, gunzipSync, gzipSync, inflateSync } from 'node:zlib';
import { VolumeError } from '../errors.ts';

/** Whether bytes begin like a gzip stream. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes.length > 2 && bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * The first bytes of a gzip stream, decompressed from as little input as gives `atLeastBytes`.
 *
 * @returns At least `atLeastBytes` bytes, or all the stream has when it is shorter or damaged further on.
 * @throws VolumeError `gzip/damaged` when the start is no gzip stream.
 */
export function gunzipStart(bytes: Uint8Array, atLeastBytes: number): Uint8Array {
  let start: Uint8Array = new Uint8Array(0);
  for (let taken = 1024; ; taken *= 8) {
    const part = bytes.subarray(0, Math.min(taken, bytes.length));
    try {
      start = gunzipSync(part, { finishFlush: constants.Z_SYNC_FLUSH });
    } catch (error) {
      refuseStream(error, bytes.length, Number.POSITIVE_INFINITY);
    }
    if (start.length >= atLeastBytes || taken >= bytes.length) return start;
  }
}

/**
 * A whole gzip stream, decompressed, with the output counted while it is made.
 *
 * @param maximumBytes Output beyond this is refused before it is kept.
 * @throws VolumeError `gzip/truncated` when the stream ends early, `gzip/damaged` when a checksum or code is wrong,
 * `gzip/bomb` when more than `maximumBytes` would come out.
 * @example gunzip(gzip(Uint8Array.of(1, 2, 3)), 3); // Uint8Array [1, 2, 3]
 */
export function gunzip(bytes: Uint8Array, maximumBytes: number): Uint8Array {
  return counted(gunzipSync, bytes, maximumBytes);
}

/** A whole zlib stream (as MHA files have), as `gunzip`. Throws the same codes. */
export function inflate(bytes: Uint8Array, maximumBytes: number): Uint8Array {
  return counted(inflateSync, bytes, maximumBytes);
}

function counted(decompress: typeof gunzipSync, bytes: Uint8Array, maximumBytes: number): Uint8Array {
  try {
    return plain(
      decompress(bytes, { maxOutputLength: Math.max(1, maximumBytes), chunkSize: chunkFor(maximumBytes) }),
    );
  } catch (error) {
    return refuseStream(error, bytes.length, maximumBytes);
  }
}

/**
 * Compresses so that the same input gives the same bytes: no time, no host system in the header.
 *
 * @param level 1 (fast) to 9 (small). Default 4.
 * @example gzip(Uint8Array.of(1, 2, 3));
 */
export function gzip(bytes: Uint8Array, level = 4): Uint8Array {
  const out = plain(gzipSync(bytes, { level }));
  out[9] = 255;
  return out;
}

/** Compresses to a zlib stream, as MHA files have; `level` as for `gzip`. */
export function deflate(bytes: Uint8Array, level = 4): Uint8Array {
  return plain(deflateSync(bytes, { level }));
}

/** Large pieces for large files, so that few are joined; small ones for small files. */
function chunkFor(maximumBytes: number): number {
  return Math.max(1 << 14, Math.min(1 << 20, Math.ceil(maximumBytes / 4)));
}

/** The same bytes without Node's Buffer around them, as a browser would give them. */
function plain(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function refuseStream(error: unknown, compressedBytes: number, maximumBytes: number): never {
  const reason = error instanceof Error && 'code' in error ? String(error.code) : '';
  const details = { compressedBytes, maximumBytes, reason };
  if (reason === 'ERR_BUFFER_TOO_LARGE') {
    throw new VolumeError(
      'gzip/bomb',
      {
        found: `Found ${compressedBytes} compressed bytes that hold more than ${maximumBytes} bytes.`,
        needed: 'A stream as long as its header says is needed.',
        remedy: 'Get the file again from its source, and do not open this one elsewhere.',
      },
      details,
    );
  }
  const truncated = reason === 'Z_BUF_ERROR';
  throw new VolumeError(
    truncated ? 'gzip/truncated' : 'gzip/damaged',
    {
      found: truncated
        ? `Found a gzip stream that ends after ${compressedBytes} bytes, before its end mark.`
        : 'Found a gzip stream whose content contradicts itself.',
      needed: 'A whole, undamaged gzip stream is needed.',
      remedy: 'Copy the file again from its source.',
    },
    details,
  );
}
