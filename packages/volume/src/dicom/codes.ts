/**
 * What can be wrong with DICOM files and with the masks DICOM carries (SEG, RTSTRUCT).
 *
 * The list is part of the one list of codes in errors.ts.
 */

/** Codes of the DICOM reader and of the SEG and RTSTRUCT readers and writers. */
export const DICOM_ERROR_CODES = ['dicom/not-dicom', 'seg/not-seg', 'rtstruct/not-rtstruct'] as const;

/** A code of the DICOM reader or of the SEG and RTSTRUCT readers and writers. */
export type DicomErrorCode = (typeof DICOM_ERROR_CODES)[number];
