/**
 * What the header says of the pixels: size, frames and bits, checked before anything is allocated.
 *
 * Reads a data set, gives numbers. Decodes nothing. One grey sample a pixel is read; colour is refused by name.
 */
import { VolumeError } from '../../errors.ts';
import { DICOM_LIMITS, type DicomDataset } from '../parse/dataset.ts';
import { findNumber, findText, getNumber } from '../parse/value.ts';

/** Size and coding of the pixels of a file. */
export interface PixelDescription {
  readonly rows: number;
  readonly columns: number;
  readonly frames: number;
  /** 1, 8, 16 or 32. */
  readonly bitsAllocated: number;
  readonly bitsStored: number;
  readonly highBit: number;
  readonly signed: boolean;
  readonly photometric: string;
}

/** Most frames in a file; the longest real series have some ten thousand. */
const MAXIMUM_FRAMES = 65_536;

function refuseDescription(found: string, details: Record<string, unknown>): never {
  throw new VolumeError(
    'dicom/pixel-description',
    {
      found,
      needed: 'Rows, Columns, NumberOfFrames and the bit attributes must describe an image.',
      remedy: 'Export the file again.',
    },
    details,
  );
}

function whole(value: number, keyword: string, range: readonly [number, number]): number {
  if (!Number.isInteger(value) || value < range[0] || value > range[1]) {
    refuseDescription(`Found ${value} in ${keyword}.`, { [keyword]: value });
  }
  return value;
}

function requireGrey(dataset: DicomDataset): string {
  const samples = findNumber(dataset, 'SamplesPerPixel') ?? 1;
  const photometric = findText(dataset, 'PhotometricInterpretation') ?? 'MONOCHROME2';
  if (samples === 1 && /^MONOCHROME[12]$/.test(photometric)) return photometric;
  // The colours of a label map are for display; its pixels are segment numbers.
  const isLabelMap = findText(dataset, 'SegmentationType') === 'LABELMAP';
  if (samples === 1 && isLabelMap && photometric === 'PALETTE COLOR') return photometric;
  const shown = /^[A-Z0-9_ ]{1,16}$/.test(photometric) ? photometric : 'of an unknown kind';
  throw new VolumeError(
    'dicom/photometric',
    {
      found: `Found pixels ${shown} with ${samples} samples each.`,
      needed: 'MONOCHROME1 or MONOCHROME2 with one sample a pixel is needed.',
      remedy: 'Leave colour images, such as screenshots and fused displays, out of the folder.',
    },
    { samples },
  );
}

function requireBits(d: PixelDescription): void {
  const { bitsAllocated, bitsStored, highBit } = d;
  const known = [1, 8, 16, 32].includes(bitsAllocated);
  if (known && bitsStored <= bitsAllocated && highBit < bitsAllocated && highBit >= bitsStored - 1) return;
  refuseDescription(`Found ${bitsAllocated} bits allocated, ${bitsStored} stored, high bit ${highBit}.`, {
    bitsAllocated,
    bitsStored,
    highBit,
  });
}

/**
 * Bytes of all frames as stored natively, with the product checked against the bound.
 *
 * @throws VolumeError `dicom/too-large`.
 */
export function nativeBytes(d: PixelDescription, maximumBytes: number = DICOM_LIMITS.maximumBytes): number {
  const bits = d.rows * d.columns * d.frames * d.bitsAllocated;
  const bytes = Math.ceil(bits / 8);
  if (Number.isSafeInteger(bits) && bytes <= maximumBytes) return bytes;
  throw new VolumeError(
    'dicom/too-large',
    {
      found: `Found ${d.rows} x ${d.columns} x ${d.frames} pixels of ${d.bitsAllocated} bits.`,
      needed: `At most ${maximumBytes} bytes of pixels are read.`,
      remedy: 'Check the file; raise maximumBytes when it is genuine.',
    },
    { maximumBytes },
  );
}

/**
 * The pixel description of a data set.
 *
 * @throws VolumeError `dicom/missing`, `dicom/value`, `dicom/pixel-description`, `dicom/photometric`,
 *   `dicom/too-large`.
 */
export function describePixels(dataset: DicomDataset, maximumBytes?: number): PixelDescription {
  const bitsAllocated = getNumber(dataset, 'BitsAllocated');
  const bitsStored = findNumber(dataset, 'BitsStored') ?? bitsAllocated;
  const representation = whole(
    findNumber(dataset, 'PixelRepresentation') ?? 0,
    'PixelRepresentation',
    [0, 1],
  );
  const description: PixelDescription = {
    photometric: requireGrey(dataset),
    rows: whole(getNumber(dataset, 'Rows'), 'Rows', [1, 65_535]),
    columns: whole(getNumber(dataset, 'Columns'), 'Columns', [1, 65_535]),
    frames: whole(findNumber(dataset, 'NumberOfFrames') ?? 1, 'NumberOfFrames', [1, MAXIMUM_FRAMES]),
    bitsAllocated,
    bitsStored: whole(bitsStored, 'BitsStored', [1, 32]),
    highBit: whole(findNumber(dataset, 'HighBit') ?? bitsStored - 1, 'HighBit', [0, 31]),
    signed: representation === 1,
  };
  requireBits(description);
  nativeBytes(description, maximumBytes);
  return description;
}
