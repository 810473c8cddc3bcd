/**
 * How many tests a step ran, and why some did not run.
 *
 * Gives the counts of one step or of several, and the closing line. Knows nothing of how tests are run.
 */
import fs from 'node:fs';

/** Tests of one file that did not run for one reason. */
export interface Skip {
  readonly file: string;
  readonly why: string;
  readonly tests: number;
}

/** Counts of one step. Every test is in exactly one of them. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skips: readonly Skip[];
}

/** Name of the environment variable that tells a step where to write its tally. */
export const TALLY_FILE = 'MRISCORE_TALLY';

/** Counts of all steps together. */
export function sum(tallies: readonly Tally[]): Tally {
  return {
    passed: tallies.reduce((total, tally) => total + tally.passed, 0),
    failed: tallies.reduce((total, tally) => total + tally.failed, 0),
    skips: tallies.flatMap((tally) => tally.skips),
  };
}

/** Number of tests that did not run. */
export function skippedTests(tally: Tally): number {
  return tally.skips.reduce((total, skip) => total + skip.tests, 0);
}

/** Every skipped suite as one counted line that says why. */
export function formatSkips(tally: Tally): string[] {
  return tally.skips.map(({ file, why, tests }) => {
    return `skipped: ${why} (${tests} ${tests === 1 ? 'test' : 'tests'} in ${file})`;
  });
}

/** On a build machine a test that did not run counts as failed: nobody reads why it was skipped there. */
export function countSkipsAsFailures(tally: Tally): Tally {
  return { passed: tally.passed, failed: tally.failed + skippedTests(tally), skips: [] };
}

/** The line that ends the test command. */
export function formatTotals(tally: Tally): string {
  return `${tally.passed} passed, ${tally.failed} failed, ${skippedTests(tally)} skipped`;
}

/** What a step wrote; undefined when it ended before it could. */
export function readTally(file: string): Tally | undefined {
  return fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, 'utf8')) as Tally) : undefined;
}

/** Writes a tally to the place the environment names; does nothing when a person runs the step alone. */
export function writeTally(tally: Tally): void {
  const file = process.env[TALLY_FILE];
  if (file !== undefined) fs.writeFileSync(file, JSON.stringify(tally));
}
