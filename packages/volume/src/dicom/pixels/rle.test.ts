import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeOf } from '../../codes.fixture.ts';
import { described } from './made-pixels.fixture.ts';
import { decodeRle } from './rle.ts';

/** A segment of runs and literals, as PS3.5 annex G.3.1 packs bytes; a byte of 128 says nothing. */
function packed(bytes: Uint8Array, noise: boolean): number[] {
  const out: number[] = noise ? [128] : [];
  for (let at = 0; at < bytes.length; ) {
    let run = 1;
    while (run < 128 && bytes[at + run] === bytes[at]) run += 1;
    if (run > 1) out.push(257 - run, bytes[at]!);
    else out.push(0, bytes[at]!);
    at += run;
  }
  return out;
}

/** A frame of segments behind a header of 64 bytes. */
function frameOf(segments: readonly (readonly number[])[], count = segments.length): Uint8Array {
  const header = new Uint32Array(16);
  header[0] = count;
  let at = 64;
  segments.forEach((segment, n) => {
    header[n + 1] = at;
    at += segment.length;
  });
  return Uint8Array.from([...new Uint8Array(header.buffer), ...segments.flat()]);
}

/** Segments of an image, the highest byte of every pixel first. */
function segmentsOf(image: Uint8Array, width: number, noise = false): number[][] {
  return Array.from({ length: width }, (_, n) =>
    packed(
      image.filter((_, at) => at % width === width - 1 - n),
      noise,
    ),
  );
}

describe('a run-length frame', () => {
  it('is the bytes that were packed, for every width, with runs and literals of any length', () => {
    const images = fc.record({
      width: fc.constantFrom(1, 2, 4),
      seed: fc.array(fc.tuple(fc.nat(255), fc.integer({ min: 1, max: 300 })), { minLength: 1, maxLength: 9 }),
      noise: fc.boolean(),
    });
    fc.assert(
      fc.property(images, ({ width, seed, noise }) => {
        const values = seed.flatMap(([value, times]) => new Array<number>(times * width).fill(value));
        const image = Uint8Array.from(values, (value, at) => value + (at % width));
        const d = described({ bitsAllocated: 8 * width, rows: 1, columns: image.length / width });
        expect(decodeRle(frameOf(segmentsOf(image, width, noise)), d)).toEqual(image);
      }),
    );
  });

  it('may hold literals of up to 128 bytes, and a padding byte at the end', () => {
    const image = Uint8Array.from({ length: 128 }, (_, n) => n);
    const d = described({ bitsAllocated: 8, rows: 1, columns: 128 });
    expect(decodeRle(frameOf([[127, ...image, 0]]), d)).toEqual(image);
  });

  const d = described({ bitsAllocated: 16, rows: 1, columns: 2 });
  const good = segmentsOf(Uint8Array.of(1, 2, 3, 4), 2);
  const offset = (n: number, value: number): Uint8Array => {
    const bytes = frameOf(good);
    new DataView(bytes.buffer).setUint32(4 * n, value, true);
    return bytes;
  };
  it.each<[string, Uint8Array]>([
    ['without a whole header', frameOf(good).subarray(0, 63)],
    ['with too few segments', frameOf(good.slice(1))],
    ['with another number of segments than it says', frameOf(good, 3)],
    ['with a segment that begins in the header', offset(1, 63)],
    ['with segments in another order', offset(2, 63)],
    ['with a segment that ends behind it', offset(2, 1000)],
    ['with a segment that begins behind it', offset(1, 1000)],
    ['whose segment ends too early', frameOf([[0, 1], good[1]!])],
    ['whose run has no byte', frameOf([good[0]!, [255]])],
    ['whose literal is cut', frameOf([good[0]!, [1, 7]])],
  ])('%s is refused', (_, bytes) => {
    expect(codeOf(() => decodeRle(bytes, d))).toBe('dicom/codec');
    expect(codeOf(() => decodeRle(frameOf(good), d))).toBe('none');
  });
});
