/**
 * What can be wrong with a scan on the disk, as one error type with a closed list of codes.
 *
 * A scan that `@mriscore/volume` refuses keeps its code. Knows nothing of patients: a file is named as the caller named it.
 */
import type { VolumeErrorCode } from '@mriscore/volume';

/** The codes of this package's own, for programs that go through all of them. */
export const SCAN_ERROR_CODES = [
  'scan/missing',
  'scan/too-many-files',
  'scan/unknown-format',
  'scan/unknown-ending',
  'scan/none',
  'scan/several',
  'scan/selection',
  'scan/exists',
  'scan/not-an-image',
  'scan/not-a-mask',
  'scan/not-faithful',
  'scan/reference-needed',
  'scan/unknown-region',
  'scan/overlapping',
  'scan/many-problems',
] as const;

/** Every code that a ScanError can carry. */
export type ScanErrorCode = (typeof SCAN_ERROR_CODES)[number] | VolumeErrorCode;

/** The three sentences a reader of an error gets. */
interface Finding {
  /** What was found, with names and values, as a whole sentence. */
  readonly found: string;
  /** What was needed instead, as a whole sentence. */
  readonly needed: string;
  /** What to do, as a whole sentence. */
  readonly remedy: string;
}

/**
 * A scan or mask on the disk that this package refuses.
 *
 * @example
 * throw new ScanError('scan/missing', {
 *   found: 'neck.nii.gz: there is no such file.',
 *   needed: 'A scan that exists is needed.',
 *   remedy: 'Correct the path.',
 * }, { file: 'neck.nii.gz' });
 */
export class ScanError extends Error {
  override readonly name: string = 'ScanError';
  /** What went wrong, as `area/what`; stable between versions. */
  readonly code: ScanErrorCode;
  /** Found, needed, remedy. */
  readonly finding: Finding;
  /** Values behind the sentences, for programs. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: ScanErrorCode,
    finding: Finding,
    details: Readonly<Record<string, unknown>> = {},
    options?: ErrorOptions,
  ) {
    super(`${finding.found} ${finding.needed} ${finding.remedy}`, options);
    this.code = code;
    this.finding = finding;
    this.details = details;
  }
}

/** Several files refused at once. */
export class ScanErrors extends ScanError {
  override readonly name: string = 'ScanErrors';
  readonly errors: readonly ScanError[];

  constructor(errors: readonly ScanError[]) {
    super('scan/many-problems', {
      found: `Found ${errors.length} problems.`,
      needed: 'At least one scan or mask that can be used.',
      remedy: 'Mend one of the problems listed, then run again.',
    });
    this.errors = errors;
  }
}
