/**
 * DICOM files: data sets, series and their volumes, zip archives of them, and writing.
 *
 * Only names; nothing is done here.
 */
export {
  DICOM_LIMITS,
  type DicomDataset,
  type DicomElement,
  type DicomFile,
  type DicomLimits,
} from './parse/dataset.ts';
export { looksLikeDicom, parseDicom } from './parse/file.ts';
export {
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
export type { Weighting } from './series/evidence.ts';
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
