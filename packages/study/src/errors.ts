/**
 * What can go wrong in a study, by name, and which exit code a program should end with.
 *
 * Knows nothing of terminals or HTTP: those read `code`, `finding` and `exitCode`.
 */

import type { VolumeErrorCode } from '@mriscore/volume';

/**
 * Every code a study can fail with, as `area/what`. The set is closed so that programs can switch on it. A scan that
 * `@mriscore/volume` refuses keeps its code.
 */
export type StudyErrorCode =
  | VolumeErrorCode
  | 'scan/missing'
  | 'scan/too-many-files'
  | 'scan/unknown-format'
  | 'scan/unknown-ending'
  | 'scan/none'
  | 'scan/several'
  | 'scan/selection'
  | 'scan/exists'
  | 'scan/unwritable'
  | 'scan/not-an-image'
  | 'scan/not-a-mask'
  | 'scan/not-faithful'
  | 'scan/reference-needed'
  | 'scan/unknown-region'
  | 'scan/overlapping'
  | 'protocol/missing'
  | 'protocol/invalid'
  | 'protocol/unknown-key'
  | 'table/missing'
  | 'table/malformed'
  | 'table/unknown-column'
  | 'table/not-a-number'
  | 'table/patient-twice'
  | 'table/patient-without-id'
  | 'table/time-not-positive'
  | 'table/event-not-binary'
  | 'table/response-not-binary'
  | 'table/label-not-binary'
  | 'table/treatment-not-binary'
  | 'table/too-many-categories'
  | 'analysis/options'
  | 'analysis/folder-in-use'
  | 'analysis/inconsistent'
  | 'cohort/patient-in-two'
  | 'cohort/one-class'
  | 'cohort/empty'
  | 'cohort/too-small'
  | 'image/missing'
  | 'image/unreadable'
  | 'image/not-finite'
  | 'image/unusable'
  | 'mask/empty'
  | 'mask/other-grid'
  | 'mask/unreadable'
  | 'weights/unreadable'
  | 'weights/pickle'
  | 'weights/misfit'
  | 'weights/unknown-name'
  | 'weights/not-fetched'
  | 'weights/not-there'
  | 'weights/wrong-hash'
  | 'weights/cut-short'
  | 'weights/offline'
  | 'train/diverged'
  | 'checkpoint/damaged'
  | 'run/not-deterministic'
  | 'run/locked'
  | 'run/input-changed'
  | 'run/unknown-stage'
  | 'run/stopped'
  | 'run/no-space'
  | 'run/worker-ended'
  | 'run/no-runtime'
  | 'run/runtime-disagrees'
  | 'report/inconsistent'
  | 'study/many';

/** A finding in three parts, so that every message says the same three things. */
export interface Finding {
  /** What was found, with names and values, as a whole sentence. */
  readonly found: string;
  /** What was needed instead, as a whole sentence. */
  readonly needed: string;
  /** What the reader should do now, as a whole sentence. */
  readonly remedy: string;
}

/** Where a finding belongs. Patient names stay on this machine: they are printed, never sent. */
export interface StudyErrorDetails {
  readonly patient?: string;
  readonly file?: string;
  readonly [name: string]: unknown;
}

/** 10: the data are wrong. 20: the protocol or model is wrong. 75: try again. */
export type ExitCode = 10 | 20 | 75;

const TRY_AGAIN: ReadonlySet<StudyErrorCode> = new Set([
  'run/locked',
  'run/stopped',
  'run/no-space',
  'run/worker-ended',
  'weights/cut-short',
  'weights/offline',
]);
const MODEL_AREAS: ReadonlySet<string> = new Set([
  'protocol',
  'train',
  'checkpoint',
  'weights',
  'run',
  'report',
  'analysis',
]);

/**
 * One failure of a study.
 *
 * @example
 * throw new StudyError('mask/empty', {
 *   found: 'The mask of patient P007 (masks/P007.nii.gz) has no voxel above 0.',
 *   needed: 'A mask needs at least one voxel of tumour.',
 *   remedy: 'Draw the tumour, or exclude the patient in study.yaml.',
 * }, { patient: 'P007', file: 'masks/P007.nii.gz' });
 */
export class StudyError extends Error {
  override readonly name = 'StudyError';
  readonly code: StudyErrorCode;
  readonly finding: Finding;
  readonly details: StudyErrorDetails;

  constructor(
    code: StudyErrorCode,
    finding: Finding,
    details: StudyErrorDetails = {},
    options?: ErrorOptions,
  ) {
    super(`${finding.found} ${finding.needed} ${finding.remedy}`, options);
    this.code = code;
    this.finding = finding;
    this.details = details;
  }

  /** What a program that ends because of this error should return to its caller. */
  get exitCode(): ExitCode {
    if (TRY_AGAIN.has(this.code)) return 75;
    return MODEL_AREAS.has(this.code.split('/')[0] ?? '') ? 20 : 10;
  }
}

/** Several findings at once, so that a person mends them in one go. */
export class StudyErrors extends StudyError {
  readonly errors: readonly StudyError[];

  constructor(errors: readonly StudyError[]) {
    super('study/many', {
      found: `Found ${errors.length} problems.`,
      needed: 'A study starts when there is none.',
      remedy: 'Mend each of the problems listed, then run again.',
    });
    this.errors = errors;
  }

  override get exitCode(): ExitCode {
    return this.errors.some((error) => error.exitCode === 20) ? 20 : 10;
  }
}

/**
 * Throws what was collected: nothing, the one error, or all of them together.
 *
 * @throws StudyError the only error, or StudyErrors when there are several.
 */
export function throwCollected(errors: readonly StudyError[]): void {
  const [first] = errors;
  if (first === undefined) return;
  throw errors.length === 1 ? first : new StudyErrors(errors);
}
