/**
 * A DICOM file to its frames of stored values, whatever the transfer syntax.
 *
 * Native and run-length frames are decoded one at a time when asked for, JPEG kinds all at once. Knows nothing of rescaling or of
 * places in space.
 */
import { VolumeError } from '../../errors.ts';
import { DICOM_LIMITS, type DicomFile } from '../parse/dataset.ts';
import { getTransferSyntax } from '../parse/file.ts';
import type { TransferSyntax } from '../parse/syntax.ts';
import { findElement } from '../parse/value.ts';
import { decodeFrames } from './codec.ts';
import { describePixels, nativeBytes, type PixelDescription } from './description.ts';
import { splitFrames } from './encapsulated.ts';
import { decodeRle } from './rle.ts';
import { type StoredArray, storedValues, unpackBits } from './stored.ts';

/** The frames of a file, decoded when asked for. */
export interface FrameSource {
  readonly description: PixelDescription;
  /** Stored values of frame `index` (from 0), row by row, in a fresh array. Throws `dicom/codec`. */
  decode(index: number): StoredArray;
}

function refuseLength(found: number, needed: number): never {
  throw new VolumeError(
    'dicom/pixel-length',
    {
      found: `Found ${found} bytes of pixel data.`,
      needed: `The size in the header needs ${needed} bytes.`,
      remedy: 'Export the file again; it was cut or its header was changed.',
    },
    { found, needed },
  );
}

function refuseUnsupported(syntax: TransferSyntax): never {
  throw new VolumeError(
    'dicom/transfer-syntax',
    {
      found: `Found pixels in ${syntax.name} (${syntax.uid}).`,
      needed: 'Pixels uncompressed or in RLE, JPEG, JPEG-LS or JPEG 2000 are needed.',
      remedy: 'Export the file uncompressed.',
    },
    { transferSyntax: syntax.uid },
  );
}

function nativeFrames(file: DicomFile, description: PixelDescription, littleEndian: boolean): FrameSource {
  const value = findElement(file.dataset, 'PixelData')?.value ?? new Uint8Array(0);
  const needed = nativeBytes(description);
  if (value.length !== needed && value.length !== needed + 1) refuseLength(value.length, needed);
  const pixels = description.rows * description.columns;
  if (description.bitsAllocated === 1) {
    return { description, decode: (index) => unpackBits(value, index * pixels, pixels) };
  }
  const size = (pixels * description.bitsAllocated) / 8;
  const decode = (index: number): StoredArray =>
    storedValues(value.subarray(index * size, (index + 1) * size), description, littleEndian);
  return { description, decode };
}

function requireWholeBytes(description: PixelDescription): void {
  if (description.bitsAllocated >= 8) return;
  throw new VolumeError('dicom/pixel-description', {
    found: 'Found compressed pixels of one bit.',
    needed: 'Compressed pixels of 8, 16 or 32 bits are needed.',
    remedy: 'Export the file uncompressed.',
  });
}

/**
 * Opens the pixels of a file. JPEG kinds are decoded here, so that `decode` itself is synchronous.
 *
 * @throws VolumeError `dicom/pixel-description`, `dicom/photometric`, `dicom/too-large`, `dicom/pixel-length`,
 *   `dicom/frames`, `dicom/codec`, `dicom/transfer-syntax` (by the syntax's name), `dicom/missing`, `dicom/value`.
 * @example (await openFrames(parseDicom(bytes))).decode(0)[0]; // first stored value
 */
export async function openFrames(
  file: DicomFile,
  maximumBytes: number = DICOM_LIMITS.maximumBytes,
): Promise<FrameSource> {
  const syntax = getTransferSyntax(file.transferSyntax);
  const description = describePixels(file.dataset, maximumBytes);
  if (syntax.pixels === 'native') return nativeFrames(file, description, syntax.littleEndian);
  if (syntax.pixels === 'unsupported') refuseUnsupported(syntax);
  requireWholeBytes(description);
  const encoded = splitFrames(file.dataset, description.frames);
  if (syntax.pixels === 'rle') {
    const unpack = (index: number): Uint8Array => decodeRle(encoded[index]!, description);
    return { description, decode: (index) => storedValues(unpack(index), description, true) };
  }
  const decoded = await decodeFrames(encoded, syntax.pixels, description);
  return { description, decode: (index) => storedValues(decoded[index]!, description, true) };
}
