/**
 * What the DICOM part of the package gives to others: parsing, series, volumes and conversion.
 *
 * Only names; nothing is done here.
 */

export { type FormatRtstructOptions, formatRtstruct } from '../mask/rtstruct/format.ts';
export { type Contour, parseRtstruct, type Structure, type StructureSet } from '../mask/rtstruct/parse.ts';
export {
  type DecodeRtstructOptions,
  decodeRtstruct,
  type StructureMask,
} from '../mask/rtstruct/structures.ts';
export { type Code, type FormatSegOptions, formatSeg } from '../mask/seg/format.ts';
export { parseSeg, type SegFile, type SegFrame, type SegSegment } from '../mask/seg/parse.ts';
export {
  type DecodeSegOptions,
  decodeSeg,
  type Segmentation,
  segmentationMask,
  segmentMasks,
} from '../mask/seg/segmentation.ts';
export { DICOM_ERROR_CODES, type DicomErrorCode } from './codes.ts';
export {
  alignMask,
  type ConvertedMask,
  type ConvertRtstructOptions,
  type ConvertSegOptions,
  convertMaskToRtstruct,
  convertMaskToSeg,
  convertRtstructToNifti,
  convertSegToNifti,
  convertSegToNrrd,
  findReferencedStack,
  findStackOnGrid,
  type StackWithMask,
} from './convert/masks.ts';
export { PHANTOM_PLANES, type PhantomPlane, phantomSeries } from './convert/phantom.ts';
export { proveRoundTrip, type RoundTripStep } from './convert/round-trip.ts';
export {
  convertDicomFolderToNifti,
  flipRows,
  formatStackAsNifti,
  formatUnplacedAsNifti,
  isUnplacedFile,
  type NiftiConversion,
  type NiftiConversionOptions,
  type PlannedNifti,
  type RefusedInput,
  type StackNifti,
} from './convert/to-nifti.ts';
export {
  DICOM_LIMITS,
  type DicomDataset,
  type DicomElement,
  type DicomFile,
  type DicomLimits,
} from './parse/dataset.ts';
export { looksLikeDicom, parseDicom } from './parse/file.ts';
export { formatTag } from './parse/tags.ts';
export {
  findElement,
  findItems,
  findNumber,
  findNumbers,
  findText,
  findTexts,
  findWholeText,
} from './parse/value.ts';
export type { PixelDescription } from './pixels/description.ts';
export { type FrameSource, openFrames } from './pixels/frames.ts';
export type { Acquisition, ContrastAgent } from './series/acquisition.ts';
export type { SequenceEvidence, Weighting } from './series/evidence.ts';
export {
  type DicomFolder,
  type DicomStack,
  type OtherDicom,
  type ParseFolderOptions,
  parseDicomFolder,
  type UnreadableDicom,
} from './series/folder.ts';
export {
  type Guess,
  type RecognisedSequence,
  recogniseSequences,
  type SequenceRole,
} from './series/recognise.ts';
export type { DicomInput, DicomSlice, NamedDicom } from './series/slice.ts';
export type { StackFinding } from './series/stack.ts';
export { type DecodeStackOptions, decodeStack } from './series/volume.ts';
export type { DraftDataset, DraftValue } from './write/draft.ts';
export { type FormatDicomOptions, formatDicom } from './write/format.ts';
export { uidFrom } from './write/uid.ts';
export { looksLikeZip, parseZip, ZIP_LIMITS, type ZipLimits } from './zip/zip.ts';
