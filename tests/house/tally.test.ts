import { expect, test } from 'vitest';
import { countSkipsAsFailures, formatSkips, formatTotals, sum } from '../../scripts/suite/tally.ts';

const skip = { file: 'a.test.ts', why: 'no scans here', tests: 2 };
const tally = { passed: 3, failed: 1, skips: [skip] };

test('the closing line has exactly three counts', () => {
  expect(formatTotals(sum([tally, tally]))).toBe('6 passed, 2 failed, 4 skipped');
});

test('a skipped suite is one counted line that says why', () => {
  expect(formatSkips(tally)).toEqual(['skipped: no scans here (2 tests in a.test.ts)']);
});

test('where a skip counts as failed, every test is still counted once', () => {
  expect(formatTotals(countSkipsAsFailures(tally))).toBe('3 passed, 3 failed, 0 skipped');
});
