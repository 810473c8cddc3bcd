/**
 * What the changes of a scope say about its tests.
 *
 * Counts statuses as Stryker gives them. A change that nobody can see from outside is declared in the source, by a
 * comment that disables it and says why; it does not count.
 */
import type { Mutant } from './mutate-scope.ts';

/** How the tests of one scope did. */
export interface Tally {
  readonly scope: string;
  /** Lines that were drawn. */
  readonly lines: number;
  /** Changes that count: noticed and survived. */
  readonly mutants: number;
  readonly killed: number;
  readonly timeout: number;
  /** No test runs the line. */
  readonly noCoverage: number;
  /** Left alone, by reason: not drawn, words of an error, run at import, declared equivalent. */
  readonly ignored: number;
  /** Noticed share of the changes that count, percent; null when there are none. */
  readonly score: number | null;
  readonly seconds: number;
  /** `file:line:mutator replacement`, those without coverage marked. */
  readonly survivors: readonly string[];
}

/** Noticed share of changes, percent with one decimal. */
export function scoreOf(noticed: number, mutants: number): number | null {
  return mutants === 0 ? null : Math.round((1000 * noticed) / mutants) / 10;
}

function survivorLine({ file, line, mutator, replacement, status }: Mutant): string {
  const text = replacement.replace(/\s+/g, ' ').slice(0, 60);
  return `${file}:${line}:${mutator} ${text}${status === 'NoCoverage' ? ' (no test runs it)' : ''}`;
}

/** Counts what became of the changes of a scope. */
export function tally(
  scope: string,
  mutants: readonly Mutant[],
  { lines, seconds }: { readonly lines: number; readonly seconds: number },
): Tally {
  const count = (status: string) => mutants.filter((mutant) => mutant.status === status).length;
  const survived = mutants.filter(({ status }) => status === 'Survived' || status === 'NoCoverage');
  const [killed, timeout] = [count('Killed'), count('Timeout')];
  const all = killed + timeout + survived.length;
  return {
    scope,
    lines,
    mutants: all,
    killed,
    timeout,
    noCoverage: count('NoCoverage'),
    ignored: count('Ignored'),
    score: scoreOf(killed + timeout, all),
    seconds: Math.round(seconds),
    survivors: survived.map(survivorLine),
  };
}

/** The share of all scopes together, percent; null without changes. */
export function totalScore(tallies: readonly Tally[]): number | null {
  const sum = (of: (tally: Tally) => number) => tallies.reduce((total, one) => total + of(one), 0);
  return scoreOf(
    sum(({ killed, timeout }) => killed + timeout),
    sum(({ mutants }) => mutants),
  );
}

/** One line of a scope and its survivors below. */
export function formatTally({ scope, lines, mutants, killed, timeout, score, survivors }: Tally): string {
  const noticed = `${killed} killed, ${timeout} timed out, ${survivors.length} survived`;
  const head = `${scope.padEnd(9)}${lines} lines, ${mutants} mutants: ${noticed}, ${score ?? '-'} %`;
  return [head, ...survivors.map((line) => `  ${line}`)].join('\n');
}
