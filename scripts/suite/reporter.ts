/**
 * Counts the tests of a vitest run and asks each skipped one why.
 *
 * Reads vitest's results, writes a tally. Prints nothing: vitest's own reporter does.
 */
import path from 'node:path';
import type { Reporter, TestCase, TestModule } from 'vitest/node';
import { type Skip, writeTally } from './tally.ts';

const NO_REASON = 'the test does not say why; end its name with "(skipped where ...)"';

/** The reason a skipped test gives: its note, or the bracket in its name or its chapter's. */
function reasonOf(test: TestCase): string {
  const result = test.result();
  const note = result.state === 'skipped' ? result.note : undefined;
  return note ?? /\(skipped,?:? ([^()]+)\)/.exec(test.fullName)?.[1] ?? NO_REASON;
}

function skipsOf(module: TestModule): Skip[] {
  const counts = new Map<string, number>();
  for (const test of module.children.allTests('skipped')) {
    const why = reasonOf(test);
    counts.set(why, (counts.get(why) ?? 0) + 1);
  }
  const file = path.relative(process.cwd(), module.moduleId);
  return [...counts].map(([why, tests]) => ({ file, why, tests }));
}

const count = (iterable: Iterable<unknown>) => [...iterable].length;

/** A file that could not be loaded, or a hook that threw, fails although none of its tests did. */
function failuresOf(module: TestModule): number {
  const tests = count(module.children.allTests('failed'));
  return tests === 0 && module.state() === 'failed' ? 1 : tests;
}

/** The reporter as vitest loads it by path. */
export default class TallyReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    writeTally({
      passed: modules.reduce((total, module) => total + count(module.children.allTests('passed')), 0),
      failed: modules.reduce((total, module) => total + failuresOf(module), unhandledErrors.length),
      skips: modules.flatMap(skipsOf),
    });
  }
}
