/**
 * How the statistics say that they cannot answer.
 *
 * Gives one error class with a closed list of codes. Knows nothing of patients: details carry values and counts only.
 */

/** The codes of this package's own, for programs that go through all of them. */
export const STATS_ERROR_CODES = [
  // Shared by every statistic that reads columns.
  'input/length',
  'input/empty',
  'input/not-finite',
  'input/label',
  'input/one-class',
  'input/probability',
  'input/option',
  'input/too-few',
  'options/unknown-key',
  // survival
  'survival/time',
  'survival/event',
  'survival/weights',
  'survival/groups',
  'survival/no-events',
  'survival/constant-covariate',
  'survival/collinear',
  'survival/no-convergence',
  'survival/no-comparable-pairs',
  'survival/horizon',
  'survival/unsupported',
  // distributions
  'distributions/domain',
  'distributions/no-convergence',
  // discrimination, classification, decision, tests
  'classification/counts',
  'classification/cutoff',
  'cutpoint/no-split',
  'decision/threshold',
  'tests/table',
  'tests/constant',
  'tests/too-large',
  'tests/groups',
  'tests/p-value',
  // resampling, logistic, calibration, agreement, harmonise, samplesize
  'random/seed',
  'resampling/split',
  'logistic/collinear',
  'logistic/separated',
  'logistic/no-convergence',
  'calibration/too-few-values',
  'agreement/undefined',
  'agreement/shape',
  'harmonise/batch',
  'harmonise/confounded',
  'harmonise/no-variance',
  'samplesize/range',
] as const;

/** What went wrong, as `area/what`. A caller decides by the code, a person by the sentences. */
export type StatsErrorCode = (typeof STATS_ERROR_CODES)[number];

/** Three sentences: what was found, what was needed, what to do. */
interface Finding {
  /** What the data hold. */
  readonly found: string;
  /** What the statistic needs. */
  readonly needed: string;
  /** What the caller can do. */
  readonly remedy: string;
}

/** The one error of this package. */
export class StatsError extends Error {
  /** `area/what`. */
  readonly code: StatsErrorCode;
  /** The sentences of the message. */
  readonly finding: Finding;
  /** Values behind the message, never patient data. */
  readonly details?: Record<string, unknown>;

  /**
   * @param code One of the closed list.
   * @param finding Three whole sentences.
   * @param details Values behind them.
   */
  constructor(code: StatsErrorCode, finding: Finding, details?: Record<string, unknown>) {
    super(`${finding.found} ${finding.needed} ${finding.remedy}`);
    this.name = 'StatsError';
    this.code = code;
    this.finding = finding;
    if (details !== undefined) this.details = details;
  }
}
