/**
 * The checksums at the end of gzip members and zlib streams.
 *
 * Each goes on from what it gave for the bytes before. Knows nothing of the streams.
 */

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1;
  return rest;
});

const ADLER_MODULUS = 65_521;
/** As many bytes as can be added before the second sum leaves 32 bits. */
const ADLER_RUN = 5552;

/**
 * CRC-32 of gzip.
 *
 * @param before What the bytes before gave; 0 at the start.
 * @see RFC 1952 section 8.
 */
export function crc32(bytes: Uint8Array, before = 0): number {
  let crc = ~before;
  for (let at = 0; at < bytes.length; at++) crc = (crc >>> 8) ^ CRC_TABLE[(crc ^ bytes[at]!) & 255]!;
  return ~crc >>> 0;
}

/**
 * Adler-32 of zlib.
 *
 * @param before What the bytes before gave; 1 at the start.
 * @see RFC 1950 section 9.
 */
export function adler32(bytes: Uint8Array, before = 1): number {
  let low = before & 0xffff;
  let high = before >>> 16;
  for (let from = 0; from < bytes.length; from += ADLER_RUN) {
    const to = Math.min(from + ADLER_RUN, bytes.length);
    for (let at = from; at < to; at++) {
      low += bytes[at]!;
      high += low;
    }
    low %= ADLER_MODULUS;
    high %= ADLER_MODULUS;
  }
  return ((high << 16) | low) >>> 0;
}
