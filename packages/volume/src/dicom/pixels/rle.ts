/**
 * RLE Lossless: one frame of run lengths to bytes in little-endian pixel order.
 *
 * Source: DICOM PS3.5 annex G.
 */
import { VolumeError } from '../../errors.ts';
import type { PixelDescription } from './description.ts';

const HEADER = 64;

function refuse(why: string): never {
  throw new VolumeError('dicom/codec', {
    found: `Found a run-length frame that cannot be: ${why}.`,
    needed: 'A frame as PS3.5 annex G describes is needed.',
    remedy: 'Export the file again, best without compression.',
  });
}

/** Unpacks one segment into every `width`-th byte of the frame, from `first` on. */
function unpackSegment(
  segment: Uint8Array,
  target: { frame: Uint8Array; first: number; width: number },
): void {
  const { frame, first, width } = target;
  let to = first;
  let at = 0;
  while (to < frame.length) {
    if (at >= segment.length) refuse('a segment ends too early');
    const head = segment[at++]!;
    if (head === 128) continue;
    const literal = head < 128;
    const count = literal ? head + 1 : 257 - head;
    if (at + (literal ? count : 1) > segment.length) refuse('a run reaches past its segment');
    for (let n = 0; n < count; n++, to += width) {
      if (to >= frame.length) return;
      frame[to] = segment[literal ? at + n : at]!;
    }
    at += literal ? count : 1;
  }
}

/**
 * Decodes one RLE frame.
 *
 * @returns Little-endian bytes of the frame.
 * @throws VolumeError `dicom/codec`.
 */
export function decodeRle(encoded: Uint8Array, d: PixelDescription): Uint8Array {
  const width = d.bitsAllocated / 8;
  if (encoded.length < HEADER) refuse('it has no header');
  const view = new DataView(encoded.buffer, encoded.byteOffset, encoded.byteLength);
  const segments = view.getUint32(0, true);
  if (segments !== width) refuse(`it has ${segments} segments instead of ${width}`);
  const frame = new Uint8Array(d.rows * d.columns * width);
  for (let n = 0; n < segments; n++) {
    const start = view.getUint32(4 + 4 * n, true);
    const end = n + 1 < segments ? view.getUint32(8 + 4 * n, true) : encoded.length;
    if (start < HEADER || end < start || end > encoded.length) refuse('a segment lies outside it');
    // The first segment holds the highest byte.
    unpackSegment(encoded.subarray(start, end), { frame, first: width - 1 - n, width });
  }
  return frame;
}
