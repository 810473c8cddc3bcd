/**
 * Says what went wrong: the code, then what was found, what was needed, what to do.
 */
import { StudyError, StudyErrors } from '@mriscore/study/errors';

/** Lines about one failure, for a person. */
export function formatFailure(cause: unknown): readonly string[] {
  if (cause instanceof StudyErrors) {
    return [cause.finding.found, ...cause.errors.flatMap((error) => ['', ...formatFailure(error)])];
  }
  if (cause instanceof StudyError) {
    const { found, needed, remedy } = cause.finding;
    return [cause.code, `  ${found}`, `  ${needed}`, `  ${remedy}`];
  }
  return [cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)];
}

/** The same failure as one JSON value, for a program. */
export function failureJson(cause: unknown): object {
  if (cause instanceof StudyErrors) return { kind: 'failed', errors: cause.errors.map(failureJson) };
  if (cause instanceof StudyError)
    return { kind: 'failed', code: cause.code, ...cause.finding, details: cause.details };
  return { kind: 'failed', message: cause instanceof Error ? cause.message : String(cause) };
}

/** Exit code of a failure: 10 data, 20 protocol or model, 75 try again, 1 a fault of this program. */
export function exitCodeOf(cause: unknown): number {
  return cause instanceof StudyError ? cause.exitCode : 1;
}
