import { expect, test } from 'vitest';
import { repositoryOf } from './check.ts';
import { lengths } from './lengths.ts';

/** A repository whose sources have these many lines, beside a test that is not counted. */
const find = (...counts: number[]) =>
  lengths
    .find(
      repositoryOf({
        'packages/a/src/a.test.ts': 'x;\n'.repeat(900),
        ...Object.fromEntries(counts.map((count, at) => [`packages/a/src/${at}.ts`, 'x;\n'.repeat(count)])),
      }),
    )
    .map(({ name }) => name);

test('half of the files may be long, and one more may not', () => {
  expect(find(100, 100, 101, 101)).toEqual([]);
  expect(find(100, 101, 101, 101)).toEqual(['median']);
});

test('one file of twenty may be very long, and a second may not', () => {
  const short = Array.from({ length: 19 }, () => 10);
  expect(find(...short, 400)).toEqual([]);
  expect(find(...short.slice(1), 251, 400)).toEqual(['95th percentile']);
});
