/**
 * What a program ends with for each code of an error: the one table of exit codes.
 *
 * An error's area decides, but for the few errors that may be gone at the next try. The same table for people is
 * docs/reference/exit-codes.md, and a test holds the two against each other. Knows nothing of messages.
 */
import type { EngineErrorCode } from '@mriscore/engine';
import type { StatsErrorCode } from '@mriscore/stats';
import type { StudyErrorCode } from './error-codes.ts';

/** 10: the data are wrong. 20: the protocol or model is wrong. 75: try again. */
export type ExitCode = 10 | 20 | 75;

/** How a command can end by itself, in the words of its help. */
export const ENDINGS: Readonly<Record<0 | 1 | 2 | ExitCode, string>> = Object.freeze({
  0: 'done',
  1: 'a fault of the program',
  2: 'the command line is wrong',
  10: 'the data are wrong',
  20: 'the protocol or the model is wrong',
  75: 'try again',
});

type KnownCode = StudyErrorCode | EngineErrorCode | StatsErrorCode;
type AreaOf<Code> = Code extends `${infer Area}/${string}` ? Area : never;

/** What is in front of the slash of a code -> the exit code of its errors. Every area of every package is here. */
export const EXIT_OF_AREA: Readonly<Record<AreaOf<KnownCode>, 10 | 20>> = Object.freeze({
  // Files and folders.
  disk: 10,
  scan: 10,
  image: 10,
  // One scan or mask and what is done to it.
  augment: 10,
  bias: 10,
  crop: 10,
  dicom: 10,
  geometry: 10,
  gzip: 10,
  mask: 10,
  mha: 10,
  nifti: 10,
  normalise: 10,
  nrrd: 10,
  radiomics: 10,
  register: 10,
  reorient: 10,
  resample: 10,
  rtstruct: 10,
  seg: 10,
  series: 10,
  transform: 10,
  volume: 10,
  zip: 10,
  // A table, the patients in it and the numbers they give.
  table: 10,
  cohort: 10,
  evaluation: 10,
  study: 10,
  input: 10,
  agreement: 10,
  calibration: 10,
  classification: 10,
  cutpoint: 10,
  decision: 10,
  distributions: 10,
  harmonise: 10,
  logistic: 10,
  random: 10,
  resampling: 10,
  samplesize: 10,
  survival: 10,
  tests: 10,
  // What was asked for, and what is trained or run for it.
  protocol: 20,
  analysis: 20,
  demo: 20,
  schema: 20,
  options: 20,
  run: 20,
  report: 20,
  train: 20,
  checkpoint: 20,
  weights: 20,
  graph: 20,
  model: 20,
  onnx: 20,
  optimise: 20,
  runtime: 20,
  conformance: 20,
});

/** Errors that may be gone at the next try, whatever their area. */
export const TRY_AGAIN: readonly KnownCode[] = Object.freeze([
  'disk/no-space',
  'disk/too-many-open-files',
  'disk/input-output',
  'disk/busy',
  'run/locked',
  'run/stopped',
  'run/worker-ended',
  'weights/cut-short',
  'weights/offline',
] as const);

/** As much of an error as its exit code depends on. */
interface Coded {
  readonly code: string;
  /** Where several were found at once. */
  readonly errors?: readonly Coded[];
}

/**
 * What a program that ends because of an error should return to its caller.
 *
 * Of several errors, one of the protocol decides; 75 only when every one of them may be gone at the next try.
 *
 * @example
 * exitCodeOf({ code: 'mask/empty' }); // 10
 */
export function exitCodeOf({ code, errors }: Coded): ExitCode {
  if (errors !== undefined && errors.length > 0) {
    const codes = errors.map(exitCodeOf);
    if (codes.includes(20)) return 20;
    return codes.every((one) => one === 75) ? 75 : 10;
  }
  if ((TRY_AGAIN as readonly string[]).includes(code)) return 75;
  const area = code.split('/')[0] ?? '';
  return Object.hasOwn(EXIT_OF_AREA, area) ? EXIT_OF_AREA[area as keyof typeof EXIT_OF_AREA] : 10;
}
