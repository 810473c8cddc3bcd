/**
 * What a JPEG, JPEG-LS or JPEG 2000 stream says of its own size, read before a decoder sees it.
 *
 * Knows only the marker that carries the size. A decoder is never run on a stream of another size than the header's.
 */

/** Size and samples that a compressed stream claims. */
export interface StreamSize {
  readonly rows: number;
  readonly columns: number;
  readonly samples: number;
  /** Bits of a sample. */
  readonly bits: number;
}

/** Start-of-frame markers: baseline, extended, lossless, and JPEG-LS. */
const FRAME_MARKERS: ReadonlySet<number> = new Set([0xc0, 0xc1, 0xc3, 0xf7]);

/** JPEG-LS: in its scans a byte below 0x80 after 0xff belongs to the data. */
const JPEG_LS_FRAME = 0xf7;
const START_OF_SCAN = 0xda;
const END = 0xd9;

/** Whether a marker begins a segment with a length that a decoder is meant to meet: tables, frames, scans, comments. */
function beginsSegment(marker: number): boolean {
  return (marker >= 0xc0 && marker <= 0xcf) || (marker >= START_OF_SCAN && marker <= 0xfe);
}

/** Where the data of a scan end: the next marker that is neither stuffing nor a restart; the length when there is none. */
function endOfScan(stream: Uint8Array, from: number, frame: number): number {
  for (let at = from; at + 1 < stream.length; at++) {
    if (stream[at] !== 0xff) continue;
    const next = stream[at + 1]!;
    const isData = next === 0 || next === 0xff || (next >= 0xd0 && next <= 0xd7);
    if (!isData && !(frame === JPEG_LS_FRAME && next < 0x80)) return at;
  }
  return stream.length;
}

/**
 * Size from the start-of-frame segment of a JPEG or JPEG-LS stream; undefined when there is none, or when the stream
 * has a marker without length outside the data of a scan: the decoder then searches for ever.
 */
export function findJpegSize(stream: Uint8Array): StreamSize | undefined {
  if (stream[0] !== 0xff || stream[1] !== 0xd8) return undefined;
  const view = new DataView(stream.buffer, stream.byteOffset, stream.byteLength);
  let size: StreamSize | undefined;
  let frame = 0;
  let at = 2;
  while (at + 4 <= stream.length) {
    if (stream[at] !== 0xff) return undefined;
    const marker = stream[at + 1]!;
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (marker === END) return size;
    const length = view.getUint16(at + 2);
    if (!beginsSegment(marker) || length < 2 || at + 2 + length > stream.length) return undefined;
    if (FRAME_MARKERS.has(marker)) {
      if (length < 8) return undefined;
      const [bits, samples] = [stream[at + 4]!, stream[at + 9]!];
      size = { rows: view.getUint16(at + 5), columns: view.getUint16(at + 7), samples, bits };
      frame = marker;
    }
    at += 2 + length;
    if (marker === START_OF_SCAN) at = endOfScan(stream, at, frame);
  }
  return size;
}

/** Most tiles a stream may be cut into; scanners use one. */
const MAXIMUM_TILES = 4096;

/** Size from the SIZ segment of a JPEG 2000 code stream, or undefined when there is none or it is out of bounds. */
export function findJpeg2000Size(stream: Uint8Array): StreamSize | undefined {
  if (stream.length < 45 || stream[0] !== 0xff || stream[1] !== 0x4f) return undefined;
  if (stream[2] !== 0xff || stream[3] !== 0x51) return undefined;
  const view = new DataView(stream.buffer, stream.byteOffset, stream.byteLength);
  const [x1, y1, x0, y0] = [8, 12, 16, 20].map((at) => view.getUint32(at));
  const [tileX, tileY] = [24, 28].map((at) => view.getUint32(at));
  if (tileX === 0 || tileY === 0 || x0! >= x1! || y0! >= y1!) return undefined;
  if (Math.ceil(x1! / tileX!) * Math.ceil(y1! / tileY!) > MAXIMUM_TILES) return undefined;
  const bits = (stream[42]! & 0x7f) + 1;
  return { rows: y1! - y0!, columns: x1! - x0!, samples: view.getUint16(40), bits };
}
