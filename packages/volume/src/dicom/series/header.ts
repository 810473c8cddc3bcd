/**
 * A DICOM file to its slices: every frame with its place, its time, its contrast and its rescaling.
 *
 * Reads headers of classic and enhanced images. Groups nothing and decodes no pixels.
 */
import { VolumeError } from '../../errors.ts';
import type { Triple } from '../../volume.ts';
import { findElement, findNumber, getText, numbersOfElement } from '../parse/value.ts';
import { describePixels } from '../pixels/description.ts';
import { type FrameScope, frameScopes, scopeNumber, scopeNumbers, scopeText, scopeTexts } from './groups.ts';
import { findMosaic, mosaicTiles } from './mosaic.ts';
import { rescaleOf } from './rescale.ts';
import type { DicomSlice, NamedDicom, SliceContrast, SlicePlace, SliceTime } from './slice.ts';

/** How far direction vectors may be from unit length and from a right angle. */
const DIRECTION_TOLERANCE = 1e-3;

const triple = (v: readonly number[], from: number): Triple => [v[from]!, v[from + 1]!, v[from + 2]!];
const dot = (a: Triple, b: Triple): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

function unit(v: Triple): Triple {
  const length = Math.hypot(...v);
  return [v[0] / length, v[1] / length, v[2] / length];
}

function refusePlace(why: string): never {
  throw new VolumeError('series/no-position', {
    found: `Found ${why}.`,
    needed: 'Two unit vectors at right angles and two spacings above 0 are needed to place an image.',
    remedy: 'Export the series again; its place in the body cannot be proved.',
  });
}

/** The place, undefined when position or orientation is absent, an error when they are there but cannot be. */
function placeOf(scope: FrameScope): SlicePlace | undefined {
  const position = scopeNumbers(scope, 'ImagePositionPatient');
  const orientation = scopeNumbers(scope, 'ImageOrientationPatient');
  const spacing = scopeNumbers(scope, 'PixelSpacing');
  if (position.length !== 3 || orientation.length !== 6 || spacing.length !== 2) return undefined;
  const [row, column] = [triple(orientation, 0), triple(orientation, 3)];
  const lengths = [Math.hypot(...row), Math.hypot(...column)];
  if (
    lengths.some((l) => Math.abs(l - 1) > DIRECTION_TOLERANCE) ||
    Math.abs(dot(row, column)) > DIRECTION_TOLERANCE
  ) {
    refusePlace('image directions that are not unit vectors at right angles');
  }
  if (!spacing.every((s) => s > 0)) refusePlace('a pixel spacing that is not above 0');
  return {
    rowDirection: unit(row),
    columnDirection: unit(column),
    positionLpsMm: triple(position, 0),
    pixelMm: [spacing[1]!, spacing[0]!],
  };
}

/** Seconds since midnight of a TM value or of the time in a DT value, or undefined when it is none. */
export function parseClock(text: string | undefined): number | undefined {
  const match = /^(\d{2})(\d{2})(\d{2}(?:\.\d{1,6})?)?/.exec(text?.replaceAll(':', '') ?? '');
  if (match === null) return undefined;
  return Number(match[1]) * 3600 + Number(match[2]) * 60 + Number(match[3] ?? 0);
}

/** An object without the keys whose value is undefined. */
function defined<T extends object>(fields: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}

function timeOf(scope: FrameScope): SliceTime {
  const frameTime = scopeText(scope, 'FrameAcquisitionDateTime') ?? scopeText(scope, 'AcquisitionDateTime');
  return defined<SliceTime>({
    temporalPosition:
      scopeNumber(scope, 'TemporalPositionIndex') ?? scopeNumber(scope, 'TemporalPositionIdentifier'),
    acquisitionNumber: scopeNumber(scope, 'AcquisitionNumber'),
    triggerTimeMs: scopeNumber(scope, 'NominalCardiacTriggerDelayTime') ?? scopeNumber(scope, 'TriggerTime'),
    frameAcquisitionNumber: scopeNumber(scope, 'FrameAcquisitionNumber'),
    acquisitionSeconds: parseClock(scopeText(scope, 'AcquisitionTime')) ?? parseClock(frameTime?.slice(8)),
    contentSeconds: parseClock(scopeText(scope, 'ContentTime')),
  });
}

/** b-values that vendors keep in private attributes, where the standard one is absent. */
const PRIVATE_B_VALUES: readonly (readonly [tag: number, vendor: RegExp])[] = [
  [0x0019100c, /siemens/i],
  [0x00431039, /^ge/i],
  [0x20011003, /philips/i],
];

/** General Electric adds this to b-values it has marked. */
const GE_B_VALUE_OFFSET = 1e9;

function bValueOf(scope: FrameScope): number | undefined {
  const standard = scopeNumber(scope, 'DiffusionBValue');
  if (standard !== undefined) return standard;
  const vendor = scopeText(scope, 'Manufacturer') ?? '';
  const row = PRIVATE_B_VALUES.find(([, name]) => name.test(vendor));
  const dataset = scope[scope.length - 1]!;
  const element = row === undefined ? undefined : dataset.elements.get(row[0]);
  // An unknown private type (UN in implicit files) is not decoded: its meaning is not certain.
  if (element === undefined || element.vr === 'UN' || element.items !== undefined) return undefined;
  const value = numbersOfElement(dataset, element)[0];
  return value === undefined ? undefined : value % GE_B_VALUE_OFFSET;
}

function componentOf(scope: FrameScope, imageType: readonly string[]): SliceContrast['component'] {
  const stated = scopeText(scope, 'ComplexImageComponent')?.toLowerCase();
  if (stated === 'phase' || stated === 'real' || stated === 'imaginary') return stated;
  const rest = imageType.slice(2);
  if (rest.some((t) => t === 'P' || t === 'PHASE' || t === 'PHASE MAP')) return 'phase';
  if (rest.some((t) => t === 'REAL')) return 'real';
  if (rest.some((t) => t === 'IMAGINARY')) return 'imaginary';
  return 'magnitude';
}

function contrastOf(scope: FrameScope, imageType: readonly string[]): SliceContrast {
  const direction = scopeNumbers(scope, 'DiffusionGradientOrientation');
  return defined<SliceContrast>({
    echoTimeMs: scopeNumber(scope, 'EffectiveEchoTime') ?? scopeNumber(scope, 'EchoTime'),
    echoNumber: scopeNumber(scope, 'EchoNumbers'),
    inversionTimeMs: scopeNumber(scope, 'InversionTime'),
    bValue: bValueOf(scope),
    gradientDirection: direction.length === 3 ? triple(direction, 0) : undefined,
    component: componentOf(scope, imageType),
  });
}

function sliceOf(source: NamedDicom, scope: FrameScope, frame: number): DicomSlice {
  const { dataset } = source.file;
  const frameType = scopeTexts(scope, 'FrameType');
  const imageType = frameType.length > 0 ? frameType : scopeTexts(scope, 'ImageType');
  const { rows, columns } = describePixels(dataset);
  return defined<DicomSlice>({
    source,
    frame,
    tile: undefined,
    rows,
    columns,
    place: placeOf(scope),
    studyUid: scopeText(scope, 'StudyInstanceUID') ?? '',
    seriesUid: getText(dataset, 'SeriesInstanceUID'),
    sopInstanceUid: getText(dataset, 'SOPInstanceUID'),
    sopClassUid: getText(dataset, 'SOPClassUID'),
    frameOfReferenceUid: scopeText(scope, 'FrameOfReferenceUID'),
    modality: scopeText(scope, 'Modality') ?? '',
    instanceNumber: findNumber(dataset, 'InstanceNumber'),
    stackId: scopeText(scope, 'StackID'),
    imageType,
    time: timeOf(scope),
    contrast: contrastOf(scope, imageType),
    thicknessMm: scopeNumber(scope, 'SliceThickness'),
    spacingBetweenMm: scopeNumber(scope, 'SpacingBetweenSlices'),
    rescale: rescaleOf(scope),
  });
}

/** Whether a file holds pixels at all. */
export function hasPixels(source: NamedDicom): boolean {
  return findElement(source.file.dataset, 'PixelData') !== undefined;
}

/**
 * The slices of an image file.
 *
 * @throws VolumeError `dicom/missing`, `dicom/value`, `dicom/pixel-description`, `dicom/photometric`,
 *   `dicom/too-large`, `series/no-position` (impossible directions), `series/mosaic`.
 */
export function parseSlices(source: NamedDicom): DicomSlice[] {
  const { dataset } = source.file;
  const { frames } = describePixels(dataset);
  const mosaic = findMosaic(dataset);
  const scopes = frameScopes(dataset, frames);
  // Frames without groups of their own share one scope, and one reading of it.
  const alike = scopes.every((scope) => scope === scopes[0]) ? sliceOf(source, scopes[0]!, 0) : undefined;
  const slices = scopes.map((scope, frame) =>
    alike === undefined ? sliceOf(source, scope, frame) : { ...alike, frame },
  );
  return mosaic === undefined ? slices : slices.flatMap((slice) => mosaicTiles(slice, mosaic));
}
