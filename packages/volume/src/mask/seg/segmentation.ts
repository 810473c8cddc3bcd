/**
 * A DICOM SEG to masks: all segments in one mask, or one mask for each.
 *
 * A voxel of a Mask has one label, so overlapping segments are refused unless the caller says which one wins.
 */
import type { DicomLimits } from '../../dicom/parse/dataset.ts';
import type { DicomStack } from '../../dicom/series/folder.ts';
import { VolumeError } from '../../errors.ts';
import { countVoxels } from '../../geometry/geometry.ts';
import { checkOptions, type KnownOptions } from '../../options.ts';
import type { Label, Mask } from '../../volume.ts';
import { parseSeg, type SegFile, type SegSegment } from './parse.ts';
import { type PlacedSeg, placeAlone, placeOnStack } from './place.ts';

/** How a segmentation is read. */
export interface DecodeSegOptions {
  /** The images it was drawn on. With them, references are checked and the mask has their grid. */
  readonly reference?: DicomStack;
  /** What to do where segments overlap: refuse, or let the lower or higher segment number win. Default 'refuse'. */
  readonly overlap?: 'refuse' | 'lower' | 'higher';
  /** Bounds on the file. Default `DICOM_LIMITS`. */
  readonly limits?: Partial<DicomLimits>;
}

const KNOWN: KnownOptions<DecodeSegOptions> = { reference: null, overlap: 'refuse', limits: null };

/** A segmentation on its grid. */
export interface Segmentation {
  readonly file: SegFile;
  readonly placed: PlacedSeg;
  /** Voxels of each segment, in the order of `file.segments`. */
  readonly voxels: readonly number[];
}

function labelOf(segment: SegSegment): Label {
  const { number, label, colorRgb } = segment;
  return { value: number, name: label, ...(colorRgb === undefined ? {} : { colorRgb }) };
}

function paint(placed: PlacedSeg, segment: number, data: Uint8Array): void {
  const [columns, rows] = placed.geometry.size;
  for (const { frame, slice } of placed.frames) {
    if (frame.segment !== segment) continue;
    const first = slice * columns * rows;
    for (let n = 0; n < frame.bits.length; n++) if (frame.bits[n] === 1) data[first + n] = 1;
  }
}

const count = (data: Uint8Array): number => data.reduce((sum, value) => sum + (value === 0 ? 0 : 1), 0);

/**
 * Reads a binary DICOM SEG and places it.
 *
 * @throws VolumeError every code of `parseSeg`; `seg/reference` and `seg/geometry` when it does not fit the images;
 *   `seg/empty` when it has no frames.
 * @example const segmentation = await decodeSeg(bytes, { reference: stack });
 */
export async function decodeSeg(bytes: Uint8Array, options: DecodeSegOptions = {}): Promise<Segmentation> {
  checkOptions(options, KNOWN);
  const file = await parseSeg(bytes, options.limits ?? {});
  const placed = options.reference === undefined ? placeAlone(file) : placeOnStack(file, options.reference);
  const voxels = file.segments.map((segment) => {
    const data = new Uint8Array(countVoxels(placed.geometry.size));
    paint(placed, segment.number, data);
    return count(data);
  });
  return { file, placed, voxels };
}

/**
 * One mask for each segment, with the segment's number as its label. Overlaps do not matter here.
 *
 * @throws VolumeError `seg/segments` when a number is above 255.
 */
export function segmentMasks({ file, placed }: Segmentation): Mask[] {
  return file.segments.map((segment) => {
    requireByte(segment);
    const data = new Uint8Array(countVoxels(placed.geometry.size));
    paint(placed, segment.number, data);
    for (let n = 0; n < data.length; n++) data[n]! *= segment.number;
    return { geometry: placed.geometry, data, labels: [labelOf(segment)] };
  });
}

function requireByte(segment: SegSegment): void {
  if (Number.isInteger(segment.number) && segment.number >= 1 && segment.number <= 255) return;
  throw new VolumeError('seg/segments', {
    found: `Found segment number ${segment.number}.`,
    needed: 'Segment numbers from 1 to 255 are needed in one mask.',
    remedy: 'Read the segments one by one.',
  });
}

function refuseOverlap(a: number, b: number, voxels: number): never {
  throw new VolumeError(
    'seg/overlap',
    {
      found: `Found ${voxels} voxels in segment ${a} and in segment ${b}.`,
      needed: 'A voxel of one mask can have one label.',
      remedy: 'Read the segments as separate masks, or say which one wins.',
    },
    { segments: [a, b], voxels },
  );
}

/**
 * All segments in one mask; the label's value is the segment's number.
 *
 * @throws VolumeError `seg/overlap` when segments share voxels and no winner was named; `seg/segments`.
 * @example segmentationMask(await decodeSeg(bytes)).labels[0]; // { value: 1, name: 'tumour' }
 */
export function segmentationMask(
  segmentation: Segmentation,
  overlap: DecodeSegOptions['overlap'] = 'refuse',
): Mask {
  const { file, placed } = segmentation;
  const data = new Uint8Array(countVoxels(placed.geometry.size));
  const ordered = [...file.segments].sort((a, b) => a.number - b.number);
  if (overlap === 'lower') ordered.reverse();
  for (const segment of ordered) {
    requireByte(segment);
    const own = new Uint8Array(data.length);
    paint(placed, segment.number, own);
    const shared = own.reduce((sum, value, n) => sum + (value === 1 && data[n] !== 0 ? 1 : 0), 0);
    if (shared > 0 && overlap === 'refuse') {
      const other = data[own.findIndex((value, n) => value === 1 && data[n] !== 0)]!;
      refuseOverlap(other, segment.number, shared);
    }
    for (let n = 0; n < own.length; n++) if (own[n] === 1) data[n] = segment.number;
  }
  return { geometry: placed.geometry, data, labels: file.segments.map(labelOf) };
}
