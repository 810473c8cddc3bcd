/**
 * JPEG, JPEG-LS and JPEG 2000 frames to bytes, through the WebAssembly decoders of dcmjs-codecs.
 *
 * The decoders are loaded when the first compressed file is met. Every stream's own size is compared with the header
 * first, and every failure becomes a coded error.
 */
import { VolumeError } from '../../errors.ts';
import type { PixelPacking } from '../parse/syntax.ts';
import type { PixelDescription } from './description.ts';
import { findJpeg2000Size, findJpegSize } from './stream-size.ts';

/** Syntaxes that need the WebAssembly decoders. */
export type CodecPacking = Extract<PixelPacking, 'jpeg' | 'jpeg-ls' | 'jpeg-2000' | 'ht-jpeg-2000'>;

interface CodecContext {
  getDecodedBuffer(): Uint8Array | undefined;
}

/** The part of dcmjs-codecs that is used here. */
interface Codecs {
  readonly Context: new (attributes: Record<string, unknown>) => CodecContext;
  readonly NativeCodecs: {
    initializeAsync(): Promise<void>;
    isInitialized(): boolean;
    release(): void;
    decodeJpeg(context: CodecContext): CodecContext;
    decodeJpegLs(context: CodecContext): CodecContext;
    decodeJpeg2000(context: CodecContext): CodecContext;
    decodeHtJpeg2000(context: CodecContext): CodecContext;
  };
  readonly log: { disableAll(): void };
}

function refuse(found: string, details?: Record<string, unknown>): never {
  throw new VolumeError(
    'dicom/codec',
    {
      found,
      needed: 'A whole frame in the syntax that the header names is needed.',
      remedy: 'Export the file again, best without compression.',
    },
    details,
  );
}

function requireSize(encoded: Uint8Array, packing: CodecPacking, d: PixelDescription): number {
  const size =
    packing === 'jpeg' || packing === 'jpeg-ls' ? findJpegSize(encoded) : findJpeg2000Size(encoded);
  if (size === undefined) return refuse('Found a compressed frame without a readable size.');
  const { rows, columns, samples, bits } = size;
  if (rows !== d.rows || columns !== d.columns || samples !== 1) {
    refuse(
      `Found a frame of ${columns} x ${rows} with ${samples} samples in an image of ${d.columns} x ${d.rows}.`,
    );
  }
  if (bits > d.bitsAllocated || bits < d.bitsStored) {
    refuse(`Found a frame of ${bits} bits in an image of ${d.bitsStored} bits.`);
  }
  return bits;
}

function decodeWith(codecs: Codecs, packing: CodecPacking, context: CodecContext): CodecContext {
  const { NativeCodecs } = codecs;
  switch (packing) {
    case 'jpeg':
      return NativeCodecs.decodeJpeg(context);
    case 'jpeg-ls':
      return NativeCodecs.decodeJpegLs(context);
    case 'jpeg-2000':
      return NativeCodecs.decodeJpeg2000(context);
    case 'ht-jpeg-2000':
      return NativeCodecs.decodeHtJpeg2000(context);
    default:
      return packing satisfies never;
  }
}

async function loadCodecs(): Promise<Codecs> {
  const module = (await import('dcmjs-codecs')) as unknown as { default: Codecs };
  module.default.log.disableAll();
  return module.default;
}

function decodeFrame(
  codecs: Codecs,
  packing: CodecPacking,
  frame: { encoded: Uint8Array; d: PixelDescription },
): Uint8Array {
  const { encoded, d } = frame;
  requireSize(encoded, packing, d);
  const expected = (d.rows * d.columns * d.bitsAllocated) / 8;
  let decoded: Uint8Array | undefined;
  try {
    const context = new codecs.Context({
      width: d.columns,
      height: d.rows,
      bitsAllocated: d.bitsAllocated,
      bitsStored: d.bitsStored,
      samplesPerPixel: 1,
      pixelRepresentation: d.signed ? 1 : 0,
      planarConfiguration: 0,
      photometricInterpretation: d.photometric,
      encodedBuffer: encoded,
    });
    decoded = decodeWith(codecs, packing, context).getDecodedBuffer();
  } catch {
    // A trap leaves the WebAssembly memory in an unknown state: the next file gets a fresh one.
    codecs.NativeCodecs.release();
    return refuse('Found a compressed frame that does not decode.');
  }
  if (decoded?.length !== expected)
    refuse(`Found ${decoded?.length ?? 0} decoded bytes instead of ${expected}.`);
  return decoded!;
}

/**
 * Decodes all frames of one file.
 *
 * The decoders are one instance for the whole process, which another file's damage may release at any pause. So they
 * are checked and used without a pause between.
 *
 * @returns Little-endian bytes of each frame.
 * @throws VolumeError `dicom/codec` for a frame that is damaged or of another size.
 */
export async function decodeFrames(
  encoded: readonly Uint8Array[],
  packing: CodecPacking,
  d: PixelDescription,
): Promise<Uint8Array[]> {
  const codecs = await loadCodecs();
  while (!codecs.NativeCodecs.isInitialized()) await codecs.NativeCodecs.initializeAsync();
  return encoded.map((frame) => decodeFrame(codecs, packing, { encoded: frame, d }));
}
