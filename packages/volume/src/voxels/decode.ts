/**
 * Stored bytes as an array of numbers in this machine's byte order.
 *
 * Expects that the bytes are there; the formats check that before.
 */
import type { VoxelArray } from '../volume.ts';
import { arrayOfType, BYTES_OF_TYPE, type StoredVoxelType } from './data-type.ts';

const HOST_IS_LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** How values are stored. */
export interface StoredValues {
  readonly type: StoredVoxelType;
  readonly littleEndian: boolean;
  /** Byte of the first value. */
  readonly from: number;
  readonly count: number;
  /** Called when a 64-bit integer is beyond 2^53; has to throw. */
  readonly refuseInteger: (value: bigint, at: number) => never;
}

/** Turns the bytes of every value of `width` bytes around, in place. */
export function swapBytes(bytes: Uint8Array, width: number): void {
  for (let at = 0; width > 1 && at + width <= bytes.length; at += width) {
    for (let low = at, high = at + width - 1; low < high; low++, high--) {
      const kept = bytes[low]!;
      bytes[low] = bytes[high]!;
      bytes[high] = kept;
    }
  }
}

function exactDoubles(
  values: BigInt64Array | BigUint64Array,
  refuse: StoredValues['refuseInteger'],
): Float64Array {
  const result = new Float64Array(values.length);
  for (let at = 0; at < values.length; at++) {
    const value = Number(values[at]!);
    if (!Number.isSafeInteger(value)) refuse(values[at]!, at);
    result[at] = value;
  }
  return result;
}

/** A copy of the values. 64-bit integers become doubles. */
export function decodeValues(bytes: Uint8Array, stored: StoredValues): VoxelArray {
  const { type, from, count } = stored;
  const length = count * BYTES_OF_TYPE[type];
  const copy = new Uint8Array(length);
  copy.set(bytes.subarray(from, from + length));
  if (stored.littleEndian !== HOST_IS_LITTLE_ENDIAN) swapBytes(copy, BYTES_OF_TYPE[type]);
  if (type === 'int64') return exactDoubles(new BigInt64Array(copy.buffer), stored.refuseInteger);
  if (type === 'uint64') return exactDoubles(new BigUint64Array(copy.buffer), stored.refuseInteger);
  return arrayOfType(type, copy.buffer, count);
}

/** The bytes of an array, little-endian; a view of the array where the machine is. */
export function littleEndianBytes(data: VoxelArray): Uint8Array {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  if (HOST_IS_LITTLE_ENDIAN) return bytes;
  const turned = bytes.slice();
  swapBytes(turned, data.BYTES_PER_ELEMENT);
  return turned;
}
