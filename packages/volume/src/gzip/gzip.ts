/**
 * Gzip in memory with the output counted: never more than the caller allows, whatever the stream says.
 *
 * Knows nothing of image formats. Callers turn its three codes into their own.
 */
import { streams } from '#deflate';
import { VolumeError } from '../errors.ts';
import type { Decompressed } from './deflate/streams.ts';

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
    start = allowed(streams.decompressStart(part), bytes.length, Number.POSITIVE_INFINITY);
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
  const found = streams.decompress(bytes, { format: 'gzip', maximumBytes });
  return allowed(found, bytes.length, maximumBytes);
}

/** A whole zlib stream (as MHA files have), as `gunzip`. Throws the same codes. */
export function inflate(bytes: Uint8Array, maximumBytes: number): Uint8Array {
  const found = streams.decompress(bytes, { format: 'zlib', maximumBytes });
  return allowed(found, bytes.length, maximumBytes);
}

/**
 * Compresses so that the same input gives the same bytes: no time, no host system in the header. A browser gives other
 * bytes than Node, which hold the same.
 *
 * @param level 1 (fast) to 9 (small). Default 4.
 * @example gzip(Uint8Array.of(1, 2, 3));
 */
export function gzip(bytes: Uint8Array, level = 4): Uint8Array {
  const out = streams.compress(bytes, { format: 'gzip', level });
  out[9] = 255;
  return out;
}

/** Compresses to a zlib stream, as MHA files have; `level` as for `gzip`. */
export function deflate(bytes: Uint8Array, level = 4): Uint8Array {
  return streams.compress(bytes, { format: 'zlib', level });
}

function allowed(found: Decompressed, compressedBytes: number, maximumBytes: number): Uint8Array {
  if (found.fault === null) return found.bytes;
  const details = { compressedBytes, maximumBytes, reason: found.fault };
  if (found.fault === 'too-long') {
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
  const truncated = found.fault === 'truncated';
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
