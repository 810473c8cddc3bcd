/**
 * All house checks, and how their findings meet the exceptions.
 *
 * Gives what is left after the excused places are taken out, plus exceptions that have become untrue.
 */
import { arrows } from './arrows.ts';
import { callers } from './callers.ts';
import type { Check, Repository, Violation } from './check.ts';
import { circles } from './circles.ts';
import { docstrings, heads } from './docstrings.ts';
import type { Exception } from './exceptions.ts';
import { noAny, noInlineImports, noShell, writes } from './language.ts';
import { lengths } from './lengths.ts';
import { links } from './links.ts';
import { lock } from './lock.ts';
import { manifests } from './manifests.ts';
import { names } from './names.ts';
import { oneName } from './one-name.ts';
import { options } from './options.ts';
import { reasons } from './reasons.ts';
import { parameters, testSize } from './sizes.ts';
import { stages } from './stages.ts';
import { verbs } from './verbs.ts';
import { noMarks, noPlaces } from './words.ts';

/** Every promise about the source, in the order they are reported. */
export const CHECKS: readonly Check[] = [
  circles,
  arrows,
  stages,
  parameters,
  testSize,
  lengths,
  docstrings,
  heads,
  links,
  lock,
  manifests,
  reasons,
  names,
  oneName,
  verbs,
  options,
  callers,
  noAny,
  noInlineImports,
  noShell,
  writes,
  noMarks,
  noPlaces,
];

/** What one check found, after exceptions. */
export interface Finding {
  readonly check: Pick<Check, 'name' | 'promise'>;
  readonly violations: readonly Violation[];
  /** How many violations the exceptions took out. */
  readonly excused: number;
}

const excuses = (exception: Exception, check: string, violation: Violation) =>
  exception.check === check &&
  exception.file === violation.file &&
  (exception.name === undefined || exception.name === violation.name);

/** Exceptions that excuse nothing, name no check or give no reason, as violations of their own. */
function staleExceptions(exceptions: readonly Exception[], used: ReadonlySet<Exception>): Finding {
  const violations = exceptions
    .filter((exception) => !used.has(exception) || exception.reason.trim().length < 12)
    .map((exception) => ({
      file: 'tests/house/exceptions.ts',
      line: 1,
      name: exception.check,
      message: `Found an exception from ${exception.check} for ${exception.file} ${exception.name ?? ''} that excuses nothing or gives no reason. Needed it removed or explained.`,
    }));
  const check = { name: 'exceptions', promise: 'every exception excuses something and gives a reason' };
  return { check, violations, excused: 0 };
}

/**
 * Runs checks over a repository.
 *
 * @param repository What to look at.
 * @param checks Which checks; for the whole house, CHECKS.
 * @param exceptions What to let pass.
 */
export function inspect(
  repository: Repository,
  checks: readonly Check[],
  exceptions: readonly Exception[],
): Finding[] {
  const used = new Set<Exception>();
  const findings = checks.map((check) => {
    const all = check.find(repository);
    const violations = all.filter((violation) => {
      const exception = exceptions.find((candidate) => excuses(candidate, check.name, violation));
      if (exception) used.add(exception);
      return exception === undefined;
    });
    return { check, violations, excused: all.length - violations.length };
  });
  return [...findings, staleExceptions(exceptions, used)];
}
