/**
 * What can be wrong with a scan, as one error type with a closed list of codes.
 *
 * A code is `area/what`. The finding says in whole sentences what was found, what was needed and what to do.
 * Knows nothing of patients: details carry numbers and names of fields, never patient data.
 */
import type { DicomErrorCode } from './dicom-codes.ts';

/** Codes of everything in this package except DICOM and the masks DICOM carries. */
export const VOLUME_ERROR_CODES = [
  'geometry/size',
  'geometry/affine',
  'geometry/other-grid',
  'geometry/data-length',
  'gzip/bomb',
  'gzip/damaged',
  'gzip/truncated',
  'nifti/not-nifti',
  'nifti/separate-image',
  'nifti/header',
  'nifti/dimensions',
  'nifti/not-3d',
  'nifti/unsupported-type',
  'nifti/too-large',
  'nifti/offset',
  'nifti/scaling',
  'nifti/orientation',
  'nifti/no-orientation',
  'nifti/units',
  'nifti/truncated',
  'nifti/too-long',
  'nifti/bomb',
  'nifti/damaged-gzip',
  'nifti/integer-range',
  'nifti/not-representable',
  'nrrd/not-nrrd',
  'nrrd/header',
  'nrrd/dimensions',
  'nrrd/unsupported',
  'nrrd/too-large',
  'nrrd/truncated',
  'nrrd/damaged',
  'nrrd/bomb',
  'nrrd/segments',
  'mha/not-mha',
  'mha/header',
  'mha/unsupported',
  'mha/too-large',
  'mha/truncated',
  'mha/damaged',
  'mha/bomb',
  'volume/non-finite',
  'options/unknown-key',
  'mask/empty',
  'mask/other-grid',
  'mask/not-labels',
  'mask/unknown-label',
  'resample/option',
  'reorient/letters',
  'normalise/constant',
  'normalise/empty',
  'normalise/option',
  'normalise/landmarks',
  'crop/option',
  'crop/other-grid',
  'augment/option',
  'augment/shape',
  'radiomics/option',
  'bias/option',
  'bias/region',
  'register/option',
  'register/no-overlap',
  'register/worse',
  'transform/not-transform',
  'transform/unsupported',
  'transform/damaged',
] as const;

/** Every code that a VolumeError can carry. */
export type VolumeErrorCode = (typeof VOLUME_ERROR_CODES)[number] | DicomErrorCode;

/** The three sentences a reader of an error gets. */
interface Finding {
  /** What was found, as a whole sentence. */
  readonly found: string;
  /** What was needed instead, as a whole sentence. */
  readonly needed: string;
  /** What to do, as a whole sentence. */
  readonly remedy: string;
}

/**
 * A scan, mask or setting that this package refuses.
 *
 * @example
 * throw new VolumeError('mask/empty', {
 *   found: 'Found no voxel with label 1.',
 *   needed: 'At least one tumour voxel is needed.',
 *   remedy: 'Draw the mask, or exclude the patient.',
 * });
 */
export class VolumeError extends Error {
  /** What went wrong, as `area/what`; stable between versions. */
  readonly code: VolumeErrorCode;
  /** Found, needed, remedy. */
  readonly finding: Finding;
  /** Values behind the sentences, for programs. Never patient data. */
  readonly details?: Record<string, unknown>;

  constructor(code: VolumeErrorCode, finding: Finding, details?: Record<string, unknown>) {
    super(`${finding.found} ${finding.needed} ${finding.remedy}`);
    this.name = 'VolumeError';
    this.code = code;
    this.finding = finding;
    if (details !== undefined) this.details = details;
  }
}
