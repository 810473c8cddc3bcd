/**
 * Says what went wrong: the code, then what was found, what was needed, what to do.
 */
import { exitCodeOf as exitCodeOfCoded, isCoded } from '@mriscore/study/errors';

const FAULT_OF_THE_PROGRAM = 1;

/** Lines about one failure, for a person. */
export function formatFailure(cause: unknown): readonly string[] {
  if (!isCoded(cause)) return [cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)];
  if (cause.errors !== undefined) {
    return [cause.finding.found, ...cause.errors.flatMap((error) => ['', ...formatFailure(error)])];
  }
  const { found, needed, remedy } = cause.finding;
  return [cause.code, `  ${found}`, `  ${needed}`, `  ${remedy}`];
}

/** The same failure as one JSON value, for a program. */
export function failureJson(cause: unknown): object {
  if (!isCoded(cause))
    return { kind: 'failed', message: cause instanceof Error ? cause.message : String(cause) };
  if (cause.errors !== undefined) return { kind: 'failed', errors: cause.errors.map(failureJson) };
  return { kind: 'failed', code: cause.code, ...cause.finding, details: cause.details ?? {} };
}

/** Exit code of a failure: 10 data, 20 protocol or model, 75 try again, 1 a fault of this program. */
export function exitCodeOf(cause: unknown): number {
  return isCoded(cause) ? exitCodeOfCoded(cause) : FAULT_OF_THE_PROGRAM;
}
