/**
 * Data sets of images for tests, made in memory: any attribute by its keyword, any fragments.
 */
import type { DicomDataset, DicomElement } from '../parse/dataset.ts';
import { attribute } from '../parse/tags.ts';
import type { PixelDescription } from './description.ts';

/** A data set of whole numbers (little endian, 16 bits) and texts. */
export function datasetOf(values: Readonly<Record<string, number | string>>): DicomDataset {
  const elements = Object.entries(values).map(([keyword, value]): [number, DicomElement] => {
    const { tag, vr } = attribute(keyword);
    const isBinary = vr === 'US';
    const bytes = isBinary
      ? Uint8Array.of(Number(value) & 255, Number(value) >> 8)
      : new TextEncoder().encode(String(value));
    return [tag, { tag, vr, value: bytes }];
  });
  return { elements: new Map(elements), littleEndian: true, characterSets: [] };
}

/** Encapsulated pixel data: the table of offsets, then the fragments. */
export function encapsulated(
  fragments: readonly Uint8Array[],
  offsets: readonly number[] = [],
): DicomDataset {
  const { tag, vr } = attribute('PixelData');
  const table = new Uint8Array(Uint32Array.from(offsets).buffer);
  const element: DicomElement = { tag, vr, value: new Uint8Array(0), fragments: [table, ...fragments] };
  return { elements: new Map([[tag, element]]), littleEndian: true, characterSets: [] };
}

/** A description of 2 rows and 3 columns of 16 bits, or as it is changed. */
export function described(change: Partial<PixelDescription> = {}): PixelDescription {
  const bitsAllocated = change.bitsAllocated ?? 16;
  const bitsStored = change.bitsStored ?? bitsAllocated;
  return {
    rows: 2,
    columns: 3,
    frames: 1,
    bitsAllocated,
    bitsStored,
    highBit: bitsStored - 1,
    signed: false,
    photometric: 'MONOCHROME2',
    ...change,
  };
}
