/**
 * What can go wrong in a study, by name, and which exit code a program should end with.
 *
 * Knows nothing of terminals or HTTP: those read `code`, `finding` and `exitCode`.
 */

import type { EvaluationErrorCode } from '@mriscore/evaluation';
import type { ScanErrorCode } from '@mriscore/scans';
import type { DiskErrorCode } from '@mriscore/scans/disk';
import type { SimulationErrorCode } from '@mriscore/simulation';

/** The codes of this package's own, for programs that go through all of them. */
export const STUDY_ERROR_CODES = [
  'protocol/missing',
  'protocol/invalid',
  'protocol/unknown-key',
  'table/missing',
  'table/patient-twice',
  'table/patient-without-id',
  'table/response-not-binary',
  'analysis/folder-in-use',
  'cohort/patient-in-two',
  'image/missing',
  'image/unreadable',
  'image/not-finite',
  'image/unusable',
  'mask/unreadable',
  'weights/unreadable',
  'weights/pickle',
  'weights/misfit',
  'weights/unknown-name',
  'weights/not-fetched',
  'weights/not-there',
  'weights/wrong-hash',
  'weights/cut-short',
  'weights/offline',
  'train/diverged',
  'checkpoint/damaged',
  'run/not-deterministic',
  'run/locked',
  'run/input-changed',
  'run/unknown-stage',
  'run/stopped',
  'run/worker-ended',
  'run/no-runtime',
  'run/runtime-disagrees',
  'report/inconsistent',
  'options/unknown-key',
  'study/many',
] as const;

/**
 * Every code a study can fail with, as `area/what`. The set is closed so that programs can switch on it. What another
 * package refuses keeps its code.
 */
export type StudyErrorCode =
  | (typeof STUDY_ERROR_CODES)[number]
  | EvaluationErrorCode
  | ScanErrorCode
  | DiskErrorCode
  | SimulationErrorCode;

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

const TRY_AGAIN: ReadonlySet<string> = new Set([
  'run/locked',
  'run/stopped',
  'disk/no-space',
  'disk/too-many-open-files',
  'disk/input-output',
  'disk/busy',
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
  'options',
]);

/** An error of any of the project's packages: they share their shape, not a class. */
export interface CodedError extends Error {
  readonly code: string;
  readonly finding: Finding;
  readonly details?: Readonly<Record<string, unknown>>;
  /** Where several were found at once. */
  readonly errors?: readonly CodedError[];
}

/** Whether something that was thrown says what was found, what was needed and what to do. */
export function isCoded(cause: unknown): cause is CodedError {
  if (!(cause instanceof Error) || !('code' in cause) || !('finding' in cause)) return false;
  return typeof cause.code === 'string' && /^[a-z0-9-]+\/[a-z0-9-]+$/.test(cause.code);
}

/** What a program that ends because of an error should return to its caller. */
export function exitCodeOf({ code, errors }: CodedError): ExitCode {
  if (errors !== undefined) {
    const codes = errors.map(exitCodeOf);
    if (codes.includes(20)) return 20;
    return codes.length > 0 && codes.every((one) => one === 75) ? 75 : 10;
  }
  if (TRY_AGAIN.has(code)) return 75;
  return MODEL_AREAS.has(code.split('/')[0] ?? '') ? 20 : 10;
}

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
    return exitCodeOf(this);
  }
}

/** Several findings at once, so that a person mends them in one go. */
export class StudyErrors extends StudyError {
  readonly errors: readonly CodedError[];

  constructor(errors: readonly CodedError[]) {
    super('study/many', {
      found: `Found ${errors.length} problems.`,
      needed: 'A study starts when there is none.',
      remedy: 'Mend each of the problems listed, then run again.',
    });
    this.errors = errors;
  }
}

/**
 * Throws what was collected: nothing, the one error, or all of them together.
 *
 * @throws the only error, or StudyErrors when there are several.
 */
export function throwCollected(errors: readonly CodedError[]): void {
  const [first] = errors;
  if (first === undefined) return;
  throw errors.length === 1 ? first : new StudyErrors(errors);
}
