/**
 * Which test a row of the first table gets.
 *
 * Reads values by group, gives P and the name of the test, or why there is none.
 */
import { StatsError } from '../errors.ts';
import { chiSquareTest } from './chi-square.ts';
import { fisherTest } from './fisher.ts';
import type { GroupedValues } from './split-by-group.ts';
import { tTest } from './t-test.ts';
import { rankSumTest } from './wilcoxon.ts';

/** What a test gave, or why it could not. */
interface Tested {
  readonly p: number | null;
  readonly test: string;
  readonly reason?: string;
}

/** Expected counts below this call for Fisher's test. */
const SMALL_EXPECTED = 5;

/** Chi-square test, or Fisher's where an expected count is small. */
export function testCounts(table: readonly (readonly number[])[]): Tested {
  const chi = chiSquareTest(table);
  if (chi.smallestExpected < SMALL_EXPECTED) return { p: fisherTest(table).p, test: 'Fisher exact' };
  if (chi.pYates !== null) return { p: chi.pYates, test: 'chi-squared with Yates correction' };
  return { p: chi.p, test: 'chi-squared' };
}

/** Tests for two or several groups, by means or by ranks. */
export function testNumbers(kind: 'normal' | 'skewed', present: GroupedValues['present']): Tested {
  const [a, b] = present as [number[], number[]];
  if (kind === 'normal') return { p: tTest(a, b).welch.p, test: 'Welch t' };
  const result = rankSumTest(a, b);
  return { p: result.p, test: `Wilcoxon rank sum, ${result.method}` };
}

/** Runs a test; what it refuses becomes a null with the reason. */
export function tryTest(run: () => Tested, test: string): Tested {
  try {
    return run();
  } catch (error) {
    if (error instanceof StatsError) return { p: null, test, reason: error.message };
    throw error;
  }
}
