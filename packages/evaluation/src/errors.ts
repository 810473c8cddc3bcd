/**
 * What can be wrong with a table or with what is asked of it, as one error type with a closed list of codes.
 *
 * Knows nothing of files or terminals.
 */

/** The codes of this package's own, for programs that go through all of them. */
export const EVALUATION_ERROR_CODES = [
  'table/malformed',
  'table/unknown-column',
  'table/not-a-number',
  'table/time-not-positive',
  'table/event-not-binary',
  'table/label-not-binary',
  'table/treatment-not-binary',
  'table/too-many-categories',
  'cohort/empty',
  'cohort/one-class',
  'options/unknown-key',
  'analysis/options',
  'analysis/inconsistent',
  'evaluation/many',
] as const;

/** Every code that an EvaluationError can carry. */
export type EvaluationErrorCode = (typeof EVALUATION_ERROR_CODES)[number];

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
 * A table, or a question about it, that this package refuses.
 *
 * @example
 * throw new EvaluationError('table/malformed', {
 *   found: 'scores.csv: Column dls comes twice.',
 *   needed: 'A table has one header row and one row a patient.',
 *   remedy: 'Rename one of the columns.',
 * });
 */
export class EvaluationError extends Error {
  override readonly name: string = 'EvaluationError';
  /** What went wrong, as `area/what`; stable between versions. */
  readonly code: EvaluationErrorCode;
  /** Found, needed, remedy: each a whole sentence. */
  readonly finding: Finding;
  /** Values behind the sentences, for programs. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: EvaluationErrorCode,
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

/** Several findings at once, so that a person mends them in one go. */
export class EvaluationErrors extends EvaluationError {
  override readonly name: string = 'EvaluationErrors';
  readonly errors: readonly EvaluationError[];

  constructor(errors: readonly EvaluationError[]) {
    super('evaluation/many', {
      found: `Found ${errors.length} problems.`,
      needed: 'An analysis starts when there is none.',
      remedy: 'Mend each of the problems listed, then run again.',
    });
    this.errors = errors;
  }

  /**
   * Throws what was collected: nothing, the one error, or all of them together.
   *
   * @throws EvaluationError the only error, or EvaluationErrors when there are several.
   * @example
   * EvaluationErrors.throwIfAny([]); // goes on
   */
  static throwIfAny(errors: readonly EvaluationError[]): void {
    const [first] = errors;
    if (first === undefined) return;
    throw errors.length === 1 ? first : new EvaluationErrors(errors);
  }
}
