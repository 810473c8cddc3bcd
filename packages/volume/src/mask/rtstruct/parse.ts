/**
 * An RTSTRUCT to its structures: names, colours and closed contours in LPS millimetres.
 *
 * Reads one file. Rasterises nothing and knows nothing of images beyond their UIDs.
 */
import type { DicomDataset, DicomLimits } from '../../dicom/parse/dataset.ts';
import { parseDicom } from '../../dicom/parse/file.ts';
import { findItems, findNumber, findNumbers, findText, getNumber } from '../../dicom/parse/value.ts';
import { VolumeError } from '../../errors.ts';

/** SOP class of a structure set. */
export const RTSTRUCT_SOP_CLASS = '1.2.840.10008.5.1.4.1.1.481.3';

/** One closed contour in a plane. */
export interface Contour {
  /** x, y, z of each point in LPS mm, one after the other. */
  readonly pointsLpsMm: Float64Array;
  /** SOP Instance UIDs of the images it was drawn on; empty when the file does not say. */
  readonly imageUids: readonly string[];
}

/** One structure. */
export interface Structure {
  readonly number: number;
  readonly name: string;
  readonly frameOfReferenceUid?: string;
  readonly colorRgb?: readonly [red: number, green: number, blue: number];
  readonly contours: readonly Contour[];
  /** Points and open lines, which enclose nothing and are not part of a mask. */
  readonly otherContours: number;
}

/** A parsed structure set. */
export interface StructureSet {
  readonly structures: readonly Structure[];
  readonly frameOfReferenceUids: readonly string[];
  readonly referencedSeriesUids: readonly string[];
  /** SOP Instance UIDs of all images the file lists for its frame of reference. */
  readonly referencedImageUids: readonly string[];
}

function refuseKind(modality: string | undefined): never {
  throw new VolumeError('rtstruct/not-rtstruct', {
    found: `Found a DICOM object of modality ${modality ?? 'unknown'}.`,
    needed: 'An RTSTRUCT is needed.',
    remedy: 'Give the structure set file.',
  });
}

function refuseContour(structure: number, why: string): never {
  throw new VolumeError(
    'rtstruct/contour',
    {
      found: `Found a contour ${why} in structure ${structure}.`,
      needed: 'Closed contours of at least three points with as many numbers as they say are needed.',
      remedy: 'Export the structure set again.',
    },
    { structure },
  );
}

function referencedImages(dataset: DicomDataset): string[] {
  return findItems(dataset, 'ContourImageSequence').flatMap(
    (item) => findText(item, 'ReferencedSOPInstanceUID') ?? [],
  );
}

const CLOSED: ReadonlySet<string> = new Set(['CLOSED_PLANAR', 'CLOSEDPLANAR_XOR']);
const ENCLOSES_NOTHING: ReadonlySet<string> = new Set(['POINT', 'OPEN_PLANAR', 'OPEN_NONPLANAR']);

/** A closed contour, or undefined for points and open lines. */
function contourOf(item: DicomDataset, structure: number): Contour | undefined {
  const kind = findText(item, 'ContourGeometricType') ?? '';
  if (ENCLOSES_NOTHING.has(kind)) return undefined;
  if (!CLOSED.has(kind)) refuseContour(structure, 'of an unknown kind');
  const numbers = findNumbers(item, 'ContourData');
  const points = findNumber(item, 'NumberOfContourPoints') ?? numbers.length / 3;
  if (numbers.length !== 3 * points)
    refuseContour(structure, `of ${points} points with ${numbers.length} numbers`);
  if (points < 3) refuseContour(structure, `of ${points} points`);
  return { pointsLpsMm: Float64Array.from(numbers), imageUids: referencedImages(item) };
}

function structureOf(item: DicomDataset, roiContours: ReadonlyMap<number, DicomDataset>): Structure {
  const number = getNumber(item, 'ROINumber');
  const drawn = roiContours.get(number);
  const items = drawn === undefined ? [] : findItems(drawn, 'ContourSequence');
  const contours = items.map((contour) => contourOf(contour, number)).filter((c) => c !== undefined);
  const color = drawn === undefined ? [] : findNumbers(drawn, 'ROIDisplayColor');
  const frame = findText(item, 'ReferencedFrameOfReferenceUID');
  return {
    number,
    name: findText(item, 'ROIName') ?? `structure ${number}`,
    ...(frame === undefined ? {} : { frameOfReferenceUid: frame }),
    ...(color.length === 3 ? { colorRgb: [color[0]!, color[1]!, color[2]!] as const } : {}),
    contours,
    otherContours: items.length - contours.length,
  };
}

function refuseStructures(found: string): never {
  throw new VolumeError('rtstruct/structures', {
    found,
    needed: 'Each structure must be described once and drawn at most once.',
    remedy: 'Export the structure set again.',
  });
}

function contoursByNumber(dataset: DicomDataset): Map<number, DicomDataset> {
  const items = new Map<number, DicomDataset>();
  for (const item of findItems(dataset, 'ROIContourSequence')) {
    const number = getNumber(item, 'ReferencedROINumber');
    if (items.has(number)) refuseStructures(`Found contours of structure ${number} twice.`);
    items.set(number, item);
  }
  return items;
}

function requireStructures(structures: readonly Structure[], drawn: ReadonlyMap<number, DicomDataset>): void {
  const numbers = new Set(structures.map((s) => s.number));
  if (structures.length === 0) refuseStructures('Found no structures.');
  if (numbers.size !== structures.length) refuseStructures('Found a structure number twice.');
  const stray = [...drawn.keys()].find((number) => !numbers.has(number));
  if (stray !== undefined)
    refuseStructures(`Found contours of structure ${stray}, which the file does not describe.`);
}

/**
 * Parses an RTSTRUCT.
 *
 * @throws VolumeError `rtstruct/not-rtstruct`, `rtstruct/structures`, `rtstruct/contour`, and every code of
 *   `parseDicom` and `dicom/value`.
 * @example parseRtstruct(bytes).structures.map((s) => s.name); // ['GTVp']
 * @see DICOM PS3.3 section C.8.8.5 and C.8.8.6.
 */
export function parseRtstruct(bytes: Uint8Array, limits: Partial<DicomLimits> = {}): StructureSet {
  const { dataset } = parseDicom(bytes, limits);
  const modality = findText(dataset, 'Modality');
  if (modality !== 'RTSTRUCT' && findText(dataset, 'SOPClassUID') !== RTSTRUCT_SOP_CLASS)
    refuseKind(modality);
  const drawn = contoursByNumber(dataset);
  const structures = findItems(dataset, 'StructureSetROISequence').map((item) => structureOf(item, drawn));
  requireStructures(structures, drawn);
  const frames = findItems(dataset, 'ReferencedFrameOfReferenceSequence');
  const studies = frames.flatMap((item) => findItems(item, 'RTReferencedStudySequence'));
  const series = studies.flatMap((item) => findItems(item, 'RTReferencedSeriesSequence'));
  return {
    structures,
    frameOfReferenceUids: frames.flatMap((item) => findText(item, 'FrameOfReferenceUID') ?? []),
    referencedSeriesUids: series.flatMap((item) => findText(item, 'SeriesInstanceUID') ?? []),
    referencedImageUids: series.flatMap(referencedImages),
  };
}
