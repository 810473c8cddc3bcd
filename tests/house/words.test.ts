import { expect, test } from 'vitest';
import { repositoryOf } from './check.ts';
import { names } from './names.ts';
import { noMarks, noPlaces } from './words.ts';

const found = (check: typeof names, file: string, text: string) =>
  check.find(repositoryOf({ [file]: text })).map((violation) => violation.line);

// Put together here so that the checks pass over this file.
const MARKS = ['TO', 'FIX'].map((start, at) => start + ['DO', 'ME'][at]);

test.each(MARKS)('the mark %s is found with its line', (mark) => {
  expect(found(noMarks, 'a.ts', `first\n// ${mark} later`)).toEqual([2]);
  expect(found(noMarks, 'a.ts', `const ${mark}S = 1;`)).toEqual([]);
});

test('a path of the machine it was written on is found', () => {
  expect(found(noPlaces, 'a.md', ['see ', 'work', 'main/x'].join('/'))).toEqual([1]);
  expect(found(noPlaces, 'a.ts', `const x = '${['', 'home', 'someone', 'data'].join('/')}';`)).toEqual([1]);
  expect(found(noPlaces, 'a.md', 'see ../shared/docs and packages/study/work/main')).toEqual([]);
});

test('a lock file that names another registry is found', () => {
  const entry = (host: string) => `"resolved": "https://${host}/zod/-/zod-4.0.0.tgz"`;
  expect(found(noPlaces, 'package-lock.json', entry('mirror.example.org'))).toEqual([1]);
  expect(found(noPlaces, 'package-lock.json', entry('registry.npmjs.org'))).toEqual([]);
});

test.each([
  'packages/study/src/utils.ts',
  'packages/study/src/fileHelper.ts',
  'packages/study/src/common/a.ts',
  'scripts/run-manager.mjs',
  'packages/stats/src/base.test.ts',
  'packages/server/src/error_handlers.ts',
])('a name that says nothing is found: %s', (file) => {
  expect(found(names, file, '')).toEqual([1]);
});

test.each(['packages/volume/src/base64.ts', 'packages/study/src/baseline.ts', 'docs/commonly-asked.md'])(
  'a word that only begins like one passes: %s',
  (file) => {
    expect(found(names, file, '')).toEqual([]);
  },
);
