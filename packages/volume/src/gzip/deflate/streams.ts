/**
 * What a compressor of this package has to do, wherever it comes from.
 *
 * `#deflate` in the package's `imports` names one of two that do it: Node's own, or one that runs in every browser.
 * Knows neither, and nothing of image formats.
 */

/** What stands around deflated data: a gzip member, a zlib header and checksum, or nothing. */
export type DeflateFormat = 'gzip' | 'zlib' | 'raw';

/** Why a stream gives nothing: it ends early, contradicts itself, or holds more than the caller allows. */
export type StreamFault = 'truncated' | 'damaged' | 'too-long';

/** What came out of a stream, or why nothing did. */
export type Decompressed =
  | { readonly bytes: Uint8Array; readonly fault: null }
  | { readonly bytes: null; readonly fault: StreamFault };

/** Compression in memory, both ways. */
export interface DeflateStreams {
  /**
   * A whole stream. Bytes after its end are ignored in zlib and raw streams; in gzip they have to be zeros or further
   * members.
   *
   * @param how.maximumBytes Most bytes that may come out; at least 1. Nothing is allocated by a length in the stream.
   */
  decompress(
    bytes: Uint8Array,
    how: { readonly format: DeflateFormat; readonly maximumBytes: number },
  ): Decompressed;
  /** All that comes out of the first bytes of a gzip stream, which may be cut anywhere. */
  decompressStart(bytes: Uint8Array): Decompressed;
  /**
   * A whole stream of these bytes, without time in its header.
   *
   * @param how.level 1 (fast) to 9 (small).
   */
  compress(bytes: Uint8Array, how: { readonly format: 'gzip' | 'zlib'; readonly level: number }): Uint8Array;
}
