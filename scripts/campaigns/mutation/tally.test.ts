import { describe, expect, test } from 'vitest';
import type { Mutant } from './mutate-scope.ts';
import { formatTally, tally, totalScore } from './tally.ts';

const mutant = (status: string): Mutant => ({
  file: 'a.ts',
  line: 3,
  mutator: 'EqualityOperator',
  replacement: 'a\n  <= b',
  status,
});

const of = (...statuses: string[]) => tally('made', statuses.map(mutant), { lines: 5, seconds: 1.6 });

describe('the tally of a scope', () => {
  test('counts a change that a test noticed or that never ended as noticed', () => {
    expect(of('Killed', 'Timeout', 'Survived', 'NoCoverage').score).toBe(50);
  });

  test('leaves out what was ignored and what could not be built', () => {
    expect(of('Killed', 'Ignored', 'CompileError', 'RuntimeError')).toMatchObject({
      mutants: 1,
      ignored: 1,
      score: 100,
    });
  });

  test('names a survivor by file, line and kind, on one line', () => {
    expect(of('Survived').survivors).toEqual(['a.ts:3:EqualityOperator a <= b']);
    expect(formatTally(of('NoCoverage'))).toContain('\n  a.ts:3:EqualityOperator a <= b (no test runs it)');
  });

  test('has no score without changes, and the total weighs every change alike', () => {
    expect(of('Ignored').score).toBeNull();
    expect(totalScore([of('Killed', 'Killed', 'Killed'), of('Survived')])).toBe(75);
    expect(totalScore([of()])).toBeNull();
  });
});
