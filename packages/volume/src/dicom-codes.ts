/**
 * What can be wrong with DICOM files and with the masks DICOM carries (SEG, RTSTRUCT).
 *
 * The list is part of the one list of codes in errors.ts.
 */

/** Codes of the DICOM reader and of the SEG and RTSTRUCT readers and writers. */
export const DICOM_ERROR_CODES = [
  'dicom/not-dicom',
  'dicom/truncated',
  'dicom/vr',
  'dicom/element',
  'dicom/depth',
  'dicom/too-many-elements',
  'dicom/bomb',
  'dicom/damaged-deflate',
  'dicom/transfer-syntax',
  'dicom/value',
  'dicom/missing',
  'dicom/pixel-description',
  'dicom/photometric',
  'dicom/too-large',
  'dicom/pixel-length',
  'dicom/frames',
  'dicom/codec',
  'dicom/not-writable',
  'zip/not-zip',
  'zip/damaged',
  'zip/unsupported',
  'zip/bomb',
  'zip/too-many-entries',
  'series/unreadable-file',
  'series/no-image',
  'series/no-position',
  'series/missing-slices',
  'series/duplicate-slices',
  'series/uneven-repeats',
  'series/spacing',
  'series/mosaic',
  'series/several-volumes',
  'series/gantry-tilt',
  'series/option',
  'seg/not-seg',
  'seg/fractional',
  'seg/unsupported',
  'seg/segments',
  'seg/frames',
  'seg/geometry',
  'seg/reference',
  'seg/overlap',
  'seg/empty',
  'rtstruct/not-rtstruct',
  'rtstruct/structures',
  'rtstruct/unknown-structure',
  'rtstruct/contour',
  'rtstruct/reference',
  'rtstruct/off-plane',
  'rtstruct/overlap',
  'rtstruct/empty',
] as const;

/** A code of the DICOM reader or of the SEG and RTSTRUCT readers and writers. */
export type DicomErrorCode = (typeof DICOM_ERROR_CODES)[number];
