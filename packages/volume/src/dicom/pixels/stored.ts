/**
 * Raw bytes of one frame to stored values: byte order, bits outside BitsStored dropped, sign extended.
 *
 * A file may carry overlays or rubbish in the unused bits; 65535 with 12 bits stored is 4095. Source: PS3.5
 * section 8.1.
 */
import type { PixelDescription } from './description.ts';

/** The array types stored values come in. */
export type StoredArray = Uint8Array | Int8Array | Uint16Array | Int16Array | Uint32Array | Int32Array;

/** An array of the type that holds stored values of these bits. */
export function createStored(d: PixelDescription, length: number): StoredArray {
  if (d.bitsAllocated <= 8) return d.signed ? new Int8Array(length) : new Uint8Array(length);
  if (d.bitsAllocated === 16) return d.signed ? new Int16Array(length) : new Uint16Array(length);
  return d.signed ? new Int32Array(length) : new Uint32Array(length);
}

const HOST_LITTLE = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

function swapBytes(bytes: Uint8Array, width: number): void {
  for (let at = 0; at < bytes.length; at += width) bytes.subarray(at, at + width).reverse();
}

/** Unsigned values whose lowest bit is stored: whole words are masked at once. */
function maskWords(bytes: Uint8Array, d: PixelDescription): void {
  const one = 2 ** d.bitsStored - 1;
  const mask = d.bitsAllocated === 8 ? one * 0x01010101 : d.bitsAllocated === 16 ? one * 0x00010001 : one;
  const words = new Uint32Array(bytes.buffer, 0, bytes.length >>> 2);
  for (let n = 0; n < words.length; n++) words[n]! &= mask;
  const values = d.bitsAllocated === 8 ? bytes : new Uint16Array(bytes.buffer);
  const perWord = 32 / d.bitsAllocated;
  for (let n = words.length * perWord; n < values.length && d.bitsAllocated < 32; n++) values[n]! &= one;
}

function shiftValues(values: StoredArray, d: PixelDescription): void {
  const shift = d.highBit + 1 - d.bitsStored;
  const above = 32 - d.bitsStored;
  for (let n = 0; n < values.length; n++) {
    const raised = (values[n]! >>> shift) << above;
    values[n] = d.signed ? raised >> above : raised >>> above;
  }
}

/**
 * Stored values of one frame.
 *
 * @param raw The frame's bytes, rows times columns times bytes of a pixel.
 * @param d What the header says of the pixels.
 * @param littleEndian Byte order of `raw`.
 * @returns Values in a fresh array, row by row.
 */
export function storedValues(raw: Uint8Array, d: PixelDescription, littleEndian: boolean): StoredArray {
  const values = createStored(d, d.rows * d.columns);
  const bytes = new Uint8Array(values.buffer);
  bytes.set(raw);
  if (littleEndian !== HOST_LITTLE && values.BYTES_PER_ELEMENT > 1)
    swapBytes(bytes, values.BYTES_PER_ELEMENT);
  if (d.bitsStored === d.bitsAllocated) return values;
  if (!d.signed && d.highBit === d.bitsStored - 1) maskWords(bytes, d);
  else shiftValues(values, d);
  return values;
}

/**
 * Pixels of one bit, packed eight to a byte, lowest bit first, to one byte each.
 *
 * @param packed The whole value of the pixel data.
 * @param start Index of the first pixel; frames are not padded to whole bytes.
 * @param count Number of pixels.
 */
export function unpackBits(packed: Uint8Array, start: number, count: number): Uint8Array {
  const bits = new Uint8Array(count);
  for (let n = 0, at = start; n < count; n++, at++) bits[n] = (packed[at >>> 3]! >>> (at & 7)) & 1;
  return bits;
}
