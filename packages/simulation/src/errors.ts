/**
 * What cannot be simulated, as one error type with a closed list of codes.
 */

/** The codes of this package's own, for programs that go through all of them. */
export const SIMULATION_ERROR_CODES = ['cohort/too-small', 'options/unknown-key'] as const;

/** Every code that a SimulationError can carry. */
export type SimulationErrorCode = (typeof SIMULATION_ERROR_CODES)[number];

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
 * A cohort that cannot be simulated.
 *
 * @example
 * throw new SimulationError('cohort/too-small', {
 *   found: 'Found 12 as the number of patients.',
 *   needed: 'A whole number from 40 is needed.',
 *   remedy: 'Ask for more patients.',
 * });
 */
export class SimulationError extends Error {
  override readonly name: string = 'SimulationError';
  /** What went wrong, as `area/what`; stable between versions. */
  readonly code: SimulationErrorCode;
  /** Found, needed, remedy. */
  readonly finding: Finding;
  /** Values behind the sentences, for programs. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: SimulationErrorCode,
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
