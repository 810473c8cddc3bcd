/**
 * Requests and replies as bytes, so that they can cross to a browser and back.
 *
 * A message is a JSON text whose arrays of numbers and maps are replaced by marks, followed by the numbers. Layout: the
 * length of the text as uint32, the text padded with spaces to a multiple of eight, then each array at a multiple of
 * eight. Little-endian.
 */

type Typed = Float32Array | Uint8Array;

interface Mark {
  readonly $numbers: 'f4' | 'u1';
  readonly start: number;
  readonly length: number;
}

const ALIGN = 8;
const aligned = (bytes: number): number => Math.ceil(bytes / ALIGN) * ALIGN;

/**
 * Writes a message.
 *
 * @param message Objects, arrays, maps with text keys, texts, numbers, Float32Array and Uint8Array.
 */
export function encode(message: unknown): Uint8Array<ArrayBuffer> {
  const arrays: { start: number; array: Typed }[] = [];
  let size = 0;
  const text = JSON.stringify(message, (_key, value: unknown) => {
    if (value instanceof Map) return { $entries: [...value] };
    if (!(value instanceof Float32Array || value instanceof Uint8Array)) return value;
    const mark: Mark = {
      $numbers: value instanceof Float32Array ? 'f4' : 'u1',
      start: size,
      length: value.length,
    };
    arrays.push({ start: size, array: value });
    size = aligned(size + value.byteLength);
    return mark;
  });
  const head = new TextEncoder().encode(text);
  const start = aligned(4 + head.length);
  const bytes = new Uint8Array(start + size);
  new DataView(bytes.buffer).setUint32(0, start - 4, true);
  bytes.fill(0x20, 4, start);
  bytes.set(head, 4);
  for (const { start: at, array } of arrays)
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), start + at);
  return bytes;
}

/**
 * Reads a message; arrays of numbers have memory of their own, which may be handed over to another thread.
 *
 * @param bytes What `encode` gave.
 */
export function decode(bytes: Uint8Array): unknown {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const text = new TextDecoder().decode(bytes.subarray(4, 4 + length));
  return JSON.parse(text, (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null) return value;
    if ('$entries' in value) return new Map(value.$entries as [string, unknown][]);
    if (!('$numbers' in value)) return value;
    const { $numbers, start, length: count } = value as Mark;
    const from = 4 + length + start;
    // A copy: a slice of a Node Buffer would be a view of memory that others share.
    const own = new Uint8Array(bytes.subarray(from, from + count * ($numbers === 'f4' ? 4 : 1)));
    return $numbers === 'f4' ? new Float32Array(own.buffer) : own;
  });
}
