import { describe, expect, it } from 'vitest';
import { findJpeg2000Size, findJpegSize } from './stream-size.ts';

const u16 = (n: number): number[] => [n >> 8, n & 255];
const u32 = (n: number): number[] => [...u16(Math.floor(n / 65_536)), ...u16(n % 65_536)];
/** A segment with its length, which counts its own two bytes. */
const segment = (marker: number, ...body: number[]): number[] => [
  0xff,
  marker,
  ...u16(body.length + 2),
  ...body,
];
const frame = (marker: number): number[] => segment(marker, 12, ...u16(300), ...u16(500), 1, 9, 9, 9);
const jpeg = (...parts: number[][]): Uint8Array => Uint8Array.from([0xff, 0xd8, ...parts.flat()]);
const SCAN = [...segment(0xda, 1, 2, 3), 10, 20, 0xff, 0, 30, 0xff, 0xd3, 40];
const END = [0xff, 0xd9];
const SIZE = { rows: 300, columns: 500, samples: 1, bits: 12 };

describe('the size of a JPEG stream', () => {
  it.each([0xc0, 0xc1, 0xc3, 0xf7])(
    'stands in its frame segment %i, behind tables and comments',
    (marker) => {
      const stream = jpeg(
        segment(0xdb, 1, 2),
        segment(0xfe, 65),
        segment(0xe0, 1),
        frame(marker),
        segment(0xc4, 5),
        SCAN,
        END,
      );
      expect(findJpegSize(stream)).toEqual(SIZE);
    },
  );

  it('may stand behind fill bytes, and before several scans', () => {
    expect(findJpegSize(jpeg([0xff, 0xff], frame(0xc0), SCAN, SCAN, END))).toEqual(SIZE);
  });

  it('is that of the stream when the end marker is cut off', () => {
    expect(findJpegSize(jpeg(frame(0xc0), SCAN))).toEqual(SIZE);
  });

  it('is read past data bytes of JPEG-LS that look like markers, and not past them in other kinds', () => {
    const scan = [...segment(0xda, 1), 5, 0xff, 0x7f, 6];
    expect(findJpegSize(jpeg(frame(0xf7), scan, END))).toEqual(SIZE);
    expect(findJpegSize(jpeg(frame(0xc0), scan, END, [0, 0]))).toBeUndefined();
  });

  it.each<[string, Uint8Array]>([
    ['what is no JPEG stream', Uint8Array.from([0xff, 0xd9, ...frame(0xc0)])],
    ['another first byte', Uint8Array.from([0xfe, 0xd8, ...frame(0xc0)])],
    ['a stream without a frame', jpeg(segment(0xdb, 1, 2), SCAN, END)],
    ['a frame of a kind that is not read', jpeg(frame(0xc2), SCAN, END)],
    ['a frame that is too short for a size', jpeg(segment(0xc0, 12, 1, 2, 3, 4), END)],
    ['a segment longer than the stream', jpeg(frame(0xc0), [0xff, 0xdb, 1, 0, 7, 7])],
    ['a length below its own two bytes', jpeg([0xff, 0xdb, 0, 1], frame(0xc0), END)],
    ['a marker without a length', jpeg([0xff, 0x01, 0, 4, 7, 7], frame(0xc0), END)],
    ['a marker below the tables', jpeg(segment(0xbf, 7), frame(0xc0), END)],
    ['a restart outside the data of a scan', jpeg(segment(0xd0, 7), frame(0xc0), END)],
    ['bytes that are no marker', jpeg([0, 0xdb, 0, 3, 7], frame(0xc0), END)],
  ])('is not known of %s', (_, stream) => {
    expect(findJpegSize(stream)).toBeUndefined();
  });
});

/** The SIZ segment of a code stream of grey values. */
function jpeg2000({
  x1 = 520,
  y1 = 310,
  x0 = 20,
  y0 = 10,
  tileX = 520,
  tileY = 310,
  depth = 11,
} = {}): Uint8Array {
  const grid = [x1, y1, x0, y0, tileX, tileY, 0, 0].flatMap(u32);
  return Uint8Array.from([0xff, 0x4f, 0xff, 0x51, ...u16(41), ...u16(0), ...grid, ...u16(1), depth, 1, 1]);
}

describe('the size of a JPEG 2000 stream', () => {
  it('is that of its grid without what lies before its offset', () => {
    expect(findJpeg2000Size(jpeg2000())).toEqual({ rows: 300, columns: 500, samples: 1, bits: 12 });
  });

  it('counts the bits of signed samples alike', () => {
    expect(findJpeg2000Size(jpeg2000({ depth: 0x80 | 15 }))?.bits).toBe(16);
  });

  it('may be cut into 4096 tiles and no more', () => {
    const tiles = { x0: 0, y0: 0, x1: 4096, y1: 10, tileY: 10 };
    expect(findJpeg2000Size(jpeg2000({ ...tiles, tileX: 1 }))?.columns).toBe(4096);
    expect(findJpeg2000Size(jpeg2000({ ...tiles, x1: 4097, tileX: 1 }))).toBeUndefined();
    expect(findJpeg2000Size(jpeg2000({ ...tiles, tileX: 1, tileY: 9 }))).toBeUndefined();
  });

  it.each<[string, Uint8Array]>([
    ['a stream cut in its grid', jpeg2000().subarray(0, 44)],
    ['an empty width', jpeg2000({ x0: 520 })],
    ['an empty height', jpeg2000({ y0: 310 })],
    ['tiles without width', jpeg2000({ tileX: 0 })],
    ['tiles without height', jpeg2000({ tileY: 0 })],
    ...[0, 1, 2, 3].map((at): [string, Uint8Array] => [
      `another byte ${at} at its start`,
      jpeg2000().map((byte, n) => (n === at ? byte ^ 1 : byte)),
    ]),
  ])('is not known of %s', (_, stream) => {
    expect(findJpeg2000Size(stream)).toBeUndefined();
  });
});
