/**
 * What the DICOM part of the package gives to others: parsing, series, volumes and conversion.
 *
 * Only names; nothing is done here.
 */
export { DICOM_ERROR_CODES, type DicomErrorCode } from './codes.ts';
export {
  convertDicomFolderToNifti,
  flipRows,
  type NiftiConversion,
  type NiftiConversionOptions,
  type PlannedNifti,
  type RefusedInput,
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
export {
  type DicomFolder,
  type DicomStack,
  type OtherDicom,
  type ReadFolderOptions,
  readDicomFolder,
  type UnreadableDicom,
} from './series/folder.ts';
export type { DicomInput, DicomSlice, NamedDicom } from './series/slice.ts';
export type { StackFinding } from './series/stack.ts';
export { readStack } from './series/volume.ts';
