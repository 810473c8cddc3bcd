/**
 * A DICOM SEG to its segments: which voxels, in which frames, drawn on which images.
 *
 * Reads binary segmentations and label maps. Fractional ones are refused by name, because a threshold would be an
 * invention. Knows nothing of the grid; `place.ts` puts the frames in space.
 */

import type { DicomDataset, DicomLimits } from '../../dicom/parse/dataset.ts';
import { parseDicom } from '../../dicom/parse/file.ts';
import { findItems, findNumber, findNumbers, findText, getNumber } from '../../dicom/parse/value.ts';
import { type FrameSource, openFrames } from '../../dicom/pixels/frames.ts';
import { type FrameScope, frameScopes, scopeNumber, scopeNumbers } from '../../dicom/series/groups.ts';
import { VolumeError } from '../../errors.ts';
import type { Triple } from '../../volume.ts';
import { rgbFromLab } from './colour.ts';

/** SOP class of a segmentation. */
export const SEG_SOP_CLASS = '1.2.840.10008.5.1.4.1.1.66.4';
/** SOP class of a label map segmentation, whose pixels hold segment numbers. */
export const LABEL_MAP_SOP_CLASS = '1.2.840.10008.5.1.4.1.1.66.7';

/** What the file says of one segment. */
export interface SegSegment {
  readonly number: number;
  readonly label: string;
  /** MANUAL, SEMIAUTOMATIC or AUTOMATIC; absent when the file does not say. */
  readonly algorithm?: string;
  readonly colorRgb?: readonly [red: number, green: number, blue: number];
}

/** One frame: a plane of one segment. */
export interface SegFrame {
  readonly segment: number;
  readonly positionLpsMm: Triple;
  readonly rowDirection: Triple;
  readonly columnDirection: Triple;
  /** Distance between columns (along a row) and between rows, in mm. */
  readonly pixelMm: readonly [alongRow: number, downColumn: number];
  readonly spacingBetweenMm?: number;
  readonly thicknessMm?: number;
  /** SOP Instance UIDs of the images the frame was drawn on. */
  readonly sourceUids: readonly string[];
  /** rows * columns, 0 or 1, row by row. */
  readonly bits: Uint8Array;
}

/** A parsed segmentation. */
export interface SegFile {
  readonly rows: number;
  readonly columns: number;
  readonly frameOfReferenceUid?: string;
  /** Series the file says it was drawn on. */
  readonly referencedSeriesUids: readonly string[];
  readonly segments: readonly SegSegment[];
  readonly frames: readonly SegFrame[];
}

function refuseKind(
  code: 'seg/not-seg' | 'seg/fractional' | 'seg/unsupported',
  found: string,
  remedy: string,
): never {
  throw new VolumeError(code, {
    found,
    needed: 'A binary DICOM segmentation or a label map is needed.',
    remedy,
  });
}

/** Refuses what is neither binary nor a label map. True for a label map. */
function requireKind(dataset: DicomDataset): boolean {
  const modality = findText(dataset, 'Modality');
  const known = [SEG_SOP_CLASS, LABEL_MAP_SOP_CLASS].includes(findText(dataset, 'SOPClassUID') ?? '');
  if (!known && modality !== 'SEG') {
    refuseKind(
      'seg/not-seg',
      `Found a DICOM object of modality ${modality ?? 'unknown'}.`,
      'Give a SEG file.',
    );
  }
  const type = findText(dataset, 'SegmentationType');
  if (type === 'FRACTIONAL') {
    const kind = findText(dataset, 'SegmentationFractionalType') ?? 'of an unstated kind';
    const remedy = 'Export the segmentation as binary, with a threshold that a person chose.';
    refuseKind('seg/fractional', `Found a fractional segmentation (${kind}).`, remedy);
  }
  const bits = findNumber(dataset, 'BitsAllocated');
  if (type === 'LABELMAP' && (bits === 8 || bits === 16)) return true;
  if (type !== 'BINARY' || bits !== 1) {
    const found = `Found a segmentation of type ${type ?? 'unstated'} with ${bits ?? 'unstated'} bits a pixel.`;
    refuseKind('seg/unsupported', found, 'Export the segmentation as binary with one bit a pixel.');
  }
  return false;
}

function refuseSegments(found: string): never {
  throw new VolumeError('seg/segments', {
    found,
    needed: 'Each frame must belong to one segment that the file describes once.',
    remedy: 'Export the segmentation again.',
  });
}

function segmentOf(item: DicomDataset): SegSegment {
  const number = getNumber(item, 'SegmentNumber');
  const lab = findNumbers(item, 'RecommendedDisplayCIELabValue');
  const algorithm = findText(item, 'SegmentAlgorithmType');
  return {
    number,
    label: findText(item, 'SegmentLabel') ?? `segment ${number}`,
    ...(algorithm === undefined ? {} : { algorithm }),
    ...(lab.length === 3 ? { colorRgb: rgbFromLab(lab) } : {}),
  };
}

function sourceUidsOf(scope: FrameScope): string[] {
  const items = scope.flatMap((dataset) => findItems(dataset, 'SourceImageSequence'));
  return items.flatMap((item) => findText(item, 'ReferencedSOPInstanceUID') ?? []);
}

function refuseFrame(frame: number, why: string): never {
  throw new VolumeError('seg/frames', {
    found: `Found ${why} in frame ${frame + 1}.`,
    needed: 'Every frame must say where it lies and which segment it shows.',
    remedy: 'Export the segmentation again.',
  });
}

const triple = (v: readonly number[], from = 0): Triple => [v[from]!, v[from + 1]!, v[from + 2]!];

/** A frame without what it shows. */
type FramePlace = Omit<SegFrame, 'segment' | 'bits'>;

function placeOf(scope: FrameScope, index: number): FramePlace {
  const position = scopeNumbers(scope, 'ImagePositionPatient');
  const orientation = scopeNumbers(scope, 'ImageOrientationPatient');
  const spacing = scopeNumbers(scope, 'PixelSpacing');
  if (position.length !== 3 || orientation.length !== 6) refuseFrame(index, 'no place');
  if (spacing.length !== 2 || !spacing.every((s) => s > 0)) refuseFrame(index, 'no pixel spacing');
  const between = scopeNumber(scope, 'SpacingBetweenSlices');
  const thickness = scopeNumber(scope, 'SliceThickness');
  return {
    positionLpsMm: triple(position),
    rowDirection: triple(orientation),
    columnDirection: triple(orientation, 3),
    pixelMm: [spacing[1]!, spacing[0]!],
    ...(between === undefined ? {} : { spacingBetweenMm: between }),
    ...(thickness === undefined ? {} : { thicknessMm: thickness }),
    sourceUids: sourceUidsOf(scope),
  };
}

function binaryFrame(scope: FrameScope, index: number, source: FrameSource): SegFrame[] {
  const segment = scopeNumber(scope, 'ReferencedSegmentNumber');
  if (segment === undefined) refuseFrame(index, 'no segment');
  return [{ segment: segment!, ...placeOf(scope, index), bits: source.decode(index) as Uint8Array }];
}

/** Most bytes that the planes of a label map's segments may take together. */
const MOST_PLANE_BYTES = 2 ** 30;

/** Refuses values that are no segment, and more planes than memory should hold, before a plane is made. */
function requireLabels(source: FrameSource, segments: readonly SegSegment[]): readonly ReadonlySet<number>[] {
  const known = new Set(segments.map(({ number }) => number));
  const { rows, columns, frames } = source.description;
  let planes = 0;
  return Array.from({ length: frames }, (_, index) => {
    const present = new Set<number>(source.decode(index));
    present.delete(0);
    const stray = [...present].find((value) => !known.has(value));
    if (stray !== undefined)
      refuseSegments(`Found the value ${stray} in a label map, which the file does not describe.`);
    planes += Math.max(1, present.size);
    if (planes * rows * columns > MOST_PLANE_BYTES)
      refuseSegments(`Found more than ${planes} planes of segments.`);
    return present;
  });
}

/** A plane of a label map as one frame for each segment on it; an empty plane still spans the grid. */
function labelMapFrames(
  scope: FrameScope,
  index: number,
  { source, present, empty }: { source: FrameSource; present: ReadonlySet<number>; empty: number },
): SegFrame[] {
  const values = source.decode(index);
  const shown = present.size === 0 ? [empty] : [...present];
  const place = placeOf(scope, index);
  return shown.map((segment) => ({
    segment,
    ...place,
    bits: Uint8Array.from(values, (value) => (value === segment ? 1 : 0)),
  }));
}

function requireSegments(segments: readonly SegSegment[], frames: readonly SegFrame[]): void {
  const numbers = new Set(segments.map((s) => s.number));
  if (segments.length === 0) refuseSegments('Found no segments.');
  if (numbers.size !== segments.length) refuseSegments('Found a segment number twice.');
  const stray = frames.find((frame) => !numbers.has(frame.segment));
  if (stray !== undefined)
    refuseSegments(`Found a frame of segment ${stray.segment}, which the file does not describe.`);
}

/**
 * Parses a binary DICOM SEG or a label map.
 *
 * @throws VolumeError `seg/not-seg`, `seg/fractional`, `seg/unsupported`, `seg/segments`, `seg/frames`, and every
 *   code of `parseDicom` and `openFrames`.
 * @example (await parseSeg(bytes)).segments.map((s) => s.label); // ['tumour']
 * @see DICOM PS3.3 sections A.51, A.90 and C.8.20.
 */
export async function parseSeg(bytes: Uint8Array, limits: Partial<DicomLimits> = {}): Promise<SegFile> {
  const file = parseDicom(bytes, limits);
  const { dataset } = file;
  const isLabelMap = requireKind(dataset);
  const source = await openFrames(file);
  const { rows, columns, frames: count } = source.description;
  const scopes = frameScopes(dataset, count);
  const perFrame = findItems(dataset, 'PerFrameFunctionalGroupsSequence').length;
  if (perFrame !== count) refuseSegments(`Found ${perFrame} descriptions for ${count} frames.`);
  // Label maps may describe the background, which is no segment.
  const described = findItems(dataset, 'SegmentSequence').map(segmentOf);
  const segments = isLabelMap ? described.filter(({ number }) => number !== 0) : described;
  const present = isLabelMap ? requireLabels(source, segments) : [];
  const empty = segments[0]?.number ?? 1;
  const frames = scopes.flatMap((scope, index) =>
    isLabelMap
      ? labelMapFrames(scope, index, { source, present: present[index]!, empty })
      : binaryFrame(scope, index, source),
  );
  requireSegments(segments, frames);
  const frameOfReferenceUid = findText(dataset, 'FrameOfReferenceUID');
  const series = findItems(dataset, 'ReferencedSeriesSequence');
  return {
    rows,
    columns,
    ...(frameOfReferenceUid === undefined ? {} : { frameOfReferenceUid }),
    referencedSeriesUids: series.flatMap((item) => findText(item, 'SeriesInstanceUID') ?? []),
    segments,
    frames,
  };
}
