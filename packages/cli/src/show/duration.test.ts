import { expect, test } from 'vitest';
import { formatDuration } from './duration.ts';

test.each([
  [0, '0.0 s'],
  [9.94, '9.9 s'],
  [9.95, '10 s'],
  [59.4, '59 s'],
  [59.6, '1 min 0 s'],
  [95, '1 min 35 s'],
  [3599.6, '1 h 0 min'],
  [3600, '1 h 0 min'],
  [7169, '1 h 59 min'],
  [7199, '2 h 0 min'],
])('%f seconds are spelt %s', (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text);
});
