/**
 * What can go wrong in a study, by name.
 *
 * Knows nothing of terminals or HTTP: those read `code`, `finding` and `exitCode`.
 */

import type { StudyErrorCode } from './error-codes.ts';
import { type ExitCode, exitCodeOf } from './exit-codes.ts';

export type { StudyErrorCode } from './error-codes.ts';
export { ENDINGS, type ExitCode, exitCodeOf } from './exit-codes.ts';

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
