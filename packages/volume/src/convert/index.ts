/**
 * DICOM to research formats and back, in memory, and the proof that nothing moves on the way.
 *
 * Only names; nothing is done here.
 */
export {
  type ConvertedMask,
  type ConvertRtstructOptions,
  type ConvertSegOptions,
  convertMaskToRtstruct,
  convertMaskToSeg,
  convertRtstructToNifti,
  convertSegToNifti,
  convertSegToNrrd,
} from './masks.ts';
export { PHANTOM_PLANES, type PhantomPlane, phantomSeries } from './phantom.ts';
export { findReferencedStack, findStackOnGrid, type StackWithMask } from './reference.ts';
export { proveRoundTrip, type RoundTripStep } from './round-trip.ts';
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
} from './to-nifti.ts';
