import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decode, encode } from './wire.ts';

it('gives every message again, whatever the lengths of its arrays', () => {
  const floats = fc.float32Array({ maxLength: 20 });
  const bytes = fc.uint8Array({ maxLength: 20 });
  fc.assert(
    fc.property(
      fc.string(),
      fc.array(fc.tuple(fc.string(), floats), { maxLength: 5 }),
      bytes,
      (text, entries, onnx) => {
        const message = { text, state: new Map(entries), nested: [{ onnx }, null, 1.5] };
        expect(decode(encode(message))).toEqual(message);
        // What Node receives is a Buffer, whose slices share its memory.
        expect(decode(Buffer.from(encode(message)))).toEqual(message);
      },
    ),
  );
});

it('gives arrays memory of their own', () => {
  const { a, b } = decode(encode({ a: Float32Array.of(1), b: Float32Array.of(2) })) as Record<
    string,
    Float32Array
  >;
  expect(a!.buffer).not.toBe(b!.buffer);
  expect(a!.buffer.byteLength).toBe(4);
});
