/**
 * Every code that a study can fail with, as a closed list that programs can switch on.
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
  'demo/folder-in-use',
  'schema/unknown-name',
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
