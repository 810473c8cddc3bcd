/**
 * Says what went wrong: the code, then what was found, what was needed, what to do.
 */
import { explainSystemError } from '@mriscore/scans/disk';
import { exitCodeOf, isCoded } from '@mriscore/study/errors';

const FAULT_OF_THE_PROGRAM = 1;

/**
 * Lines about one failure, for a person.
 *
 * A refusal of the operating system that no step explained is explained here, with the file it names: a stack trace is
 * shown for faults of the program alone.
 */
export function formatFailure(thrown: unknown): readonly string[] {
  const cause = explainSystemError(thrown);
  if (!isCoded(cause)) return [cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)];
  if (cause.errors !== undefined) {
    return [cause.finding.found, ...cause.errors.flatMap((error) => ['', ...formatFailure(error)])];
  }
  const { found, needed, remedy } = cause.finding;
  return [cause.code, `  ${found}`, `  ${needed}`, `  ${remedy}`];
}

/** The same failure as one JSON value, for a program. */
export function failureJson(thrown: unknown): object {
  const cause = explainSystemError(thrown);
  if (!isCoded(cause))
    return { kind: 'failed', message: cause instanceof Error ? cause.message : String(cause) };
  if (cause.errors !== undefined) return { kind: 'failed', errors: cause.errors.map(failureJson) };
  return { kind: 'failed', code: cause.code, ...cause.finding, details: cause.details ?? {} };
}

/** Exit code that a command ends with: 10 data, 20 protocol or model, 75 try again, 1 a fault of this program. */
export function endingOf(thrown: unknown): number {
  const cause = explainSystemError(thrown);
  return isCoded(cause) ? exitCodeOf(cause) : FAULT_OF_THE_PROGRAM;
}
