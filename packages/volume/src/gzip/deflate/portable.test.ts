import { deflateRawSync, deflateSync, gzipSync, crc32 as zlibCrc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { streams as node } from './node.ts';
import { streams as portable } from './portable.ts';
import type { DeflateFormat } from './streams.ts';

const FORMATS = ['gzip', 'zlib', 'raw'] as const;
const DEFLATE = { gzip: gzipSync, zlib: deflateSync, raw: deflateRawSync } as const;
const PLENTY = 2 ** 24;

/** Bytes as an image has them: some that repeat, some that do not; longer than the window of deflate. */
function imageLike(length: number): Uint8Array {
  let state = 7;
  return Uint8Array.from({ length }, (_, index) => {
    state = (state * 1_103_515_245 + 12_345) & 0x7fffffff;
    return index % 3000 < 1500 ? (index >> 6) & 255 : state >>> 16;
  });
}

/** The stream with other bytes behind it. */
function followedBy(stream: Uint8Array, ...rest: number[]): Uint8Array {
  return Uint8Array.from([...stream, ...rest]);
}

describe.each(FORMATS)('%s', (format: DeflateFormat) => {
  const both = (bytes: Uint8Array, maximumBytes = PLENTY) =>
    [node, portable].map((streams) => streams.decompress(bytes, { format, maximumBytes }));

  it.each([0, 1, 6, 9])('of level %i, of any length, comes out as by Node', (level) => {
    for (const length of [0, 1, 100, 70_000, 1_000_000]) {
      const data = imageLike(length);
      const [byNode, byPortable] = both(new Uint8Array(DEFLATE[format](data, { level })));
      expect(byNode?.bytes).toEqual(data);
      expect(byPortable).toEqual(byNode);
    }
  });

  it('stops at the length that is allowed, and not one byte before', () => {
    const data = imageLike(100_000);
    const stream = new Uint8Array(DEFLATE[format](data));
    expect(both(stream, 100_000).map(({ bytes }) => bytes)).toEqual([data, data]);
    expect(both(stream, 99_999).map(({ fault }) => fault)).toEqual(['too-long', 'too-long']);
    const bomb = new Uint8Array(DEFLATE[format](new Uint8Array(2 ** 26)));
    expect(both(bomb, 2 ** 20).map(({ fault }) => fault)).toEqual(['too-long', 'too-long']);
  });

  it('is truncated wherever it is cut', () => {
    const stream = new Uint8Array(DEFLATE[format](imageLike(400), { level: 9 }));
    for (let length = 0; length < stream.length; length++) {
      const faults = both(stream.subarray(0, length)).map(({ fault }) => fault);
      expect([length, ...faults]).toEqual([length, 'truncated', 'truncated']);
    }
  });

  it('may be followed by what Node lets follow', () => {
    const stream = new Uint8Array(DEFLATE[format](imageLike(400)));
    for (const rest of [[0], [0, 0, 7], [7, 7, 7, 7], [0x1f, 0x8b, 7], [0x1f, 0x8b], [...stream]]) {
      const [byNode, byPortable] = both(followedBy(stream, ...rest));
      expect(byPortable?.bytes).toEqual(byNode?.bytes);
    }
  });
});

describe.each(['gzip', 'zlib'] as const)('%s with one byte changed', (format) => {
  it('never gives other bytes than Node', () => {
    const stream = new Uint8Array(DEFLATE[format](imageLike(2000)));
    fc.assert(
      fc.property(fc.nat(stream.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const damaged = stream.slice();
        damaged[at] = (damaged[at] ?? 0) ^ change;
        const [byNode, byPortable] = [node, portable].map((streams) =>
          streams.decompress(damaged, { format, maximumBytes: PLENTY }),
        );
        expect(byPortable?.bytes).toEqual(byNode?.bytes);
      }),
      { numRuns: 400 },
    );
  });
});

describe('a gzip header', () => {
  const [member] = [new Uint8Array(gzipSync(Uint8Array.of(1, 2, 3)))];
  const withHeader = (flags: number, ...fields: number[]): Uint8Array =>
    Uint8Array.from([0x1f, 0x8b, 8, flags, 0, 0, 0, 0, 0, 3, ...fields, ...member.subarray(10)]);
  it.each([
    ['an extra field', withHeader(4, 3, 0, 9, 9, 9)],
    ['a name and a comment', withHeader(24, 65, 0, 66, 67, 0)],
    ['a wrong checksum', withHeader(2, 1, 2)],
    ['a flag that has no meaning', withHeader(128)],
    ['a name that does not end', withHeader(8).fill(1, 10)],
  ])('with %s is read as by Node', (_, stream) => {
    const how = { format: 'gzip', maximumBytes: PLENTY } as const;
    expect(portable.decompress(stream, how)).toEqual(node.decompress(stream, how));
  });
});

describe('a gzip header with its own checksum', () => {
  const header = Uint8Array.from([0x1f, 0x8b, 8, 2 + 8, 0, 0, 0, 0, 0, 3, 65, 66, 0]);
  const data = new Uint8Array(gzipSync(Uint8Array.of(1, 2, 3))).subarray(10);
  /** The member with the lowest 16 bits of the header's CRC-32, changed. */
  const withChecksum = (change: number): Uint8Array => {
    const checksum = (zlibCrc32(header) & 0xffff) ^ change;
    return Uint8Array.from([...header, checksum & 255, checksum >>> 8, ...data]);
  };
  const how = { format: 'gzip', maximumBytes: PLENTY } as const;

  it('is read when it is right, and damaged when either byte of it is not', () => {
    for (const streams of [node, portable]) {
      expect(streams.decompress(withChecksum(0), how).bytes).toEqual(Uint8Array.of(1, 2, 3));
      expect(streams.decompress(withChecksum(1), how).fault).toBe('damaged');
      expect(streams.decompress(withChecksum(256), how).fault).toBe('damaged');
    }
  });
});

describe('compression', () => {
  it('is undone by Node, and by itself', () => {
    const data = imageLike(300_000);
    for (const format of ['gzip', 'zlib'] as const)
      for (const level of [1, 4, 9]) {
        const stream = portable.compress(data, { format, level });
        expect(portable.compress(data, { format, level })).toEqual(stream);
        for (const { decompress } of [node, portable])
          expect(decompress(stream, { format, maximumBytes: data.length })).toEqual({
            bytes: data,
            fault: null,
          });
      }
  });
});

describe('the start of a gzip stream', () => {
  it('is what the first bytes hold, wherever they are cut', () => {
    const data = imageLike(200_000);
    const stream = new Uint8Array(gzipSync(data));
    for (const length of [0, 5, 1024, 8192, stream.length]) {
      const { bytes } = portable.decompressStart(stream.subarray(0, length));
      expect(bytes).toEqual(data.subarray(0, bytes?.length));
      // Node holds back nothing, fflate at most the symbol it is in.
      const byNode = node.decompressStart(stream.subarray(0, length)).bytes?.length ?? -1;
      expect(byNode - (bytes?.length ?? -1)).toBeLessThanOrEqual(258);
    }
    expect(portable.decompressStart(Uint8Array.of(7, 7, 7)).fault).toBe('damaged');
  });
});
