/**
 * What can go wrong on the way of one patient besides what volume and engine raise themselves.
 *
 * Reads nothing, gives the class and its codes. Knows nothing of studies or files.
 */

/** The codes of this package's own, for programs that go through all of them. */
export const MODEL_ERROR_CODES = ['options/unknown-key'] as const;

/** Every code of this package's own, as `area/what`. */
export type ModelErrorCode = (typeof MODEL_ERROR_CODES)[number];

/** The three sentences of a message: what was there, what should have been, what to do. */
interface Finding {
  readonly found: string;
  readonly needed: string;
  readonly remedy: string;
}

/**
 * An error that the model raises on purpose.
 *
 * @param code What kind of error, for programs.
 * @param finding Three whole sentences, for people.
 * @param details Values that help to look further; never patient data.
 */
export class ModelError extends Error {
  override readonly name = 'ModelError';
  readonly code: ModelErrorCode;
  readonly finding: Finding;
  readonly details: Readonly<Record<string, unknown>>;
  constructor(code: ModelErrorCode, finding: Finding, details: Readonly<Record<string, unknown>> = {}) {
    super(`${finding.found} ${finding.needed} ${finding.remedy}`);
    this.code = code;
    this.finding = finding;
    this.details = details;
  }
}
