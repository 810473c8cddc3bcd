import { expect, test } from 'vitest';
import { callers } from './callers.ts';
import { repositoryOf } from './check.ts';

const PACKAGE = {
  'packages/a/package.json':
    '{ "exports": { ".": "./src/index.ts", "./b": { "source": "./src/b/index.ts" } } }',
  'packages/a/src/index.ts': "export { cut, type Cut } from './one.ts';",
  'packages/a/src/b/index.ts': "export { paste as glue } from '../one.ts';",
  'packages/a/src/one.ts':
    'export interface Size {} export interface Cut { size: Size } export function cut(): Cut { const x: Size = 1; } export function paste() {} export function inner() {}',
};
const find = (files: Record<string, string>) =>
  callers
    .find(repositoryOf({ ...PACKAGE, ...files }))
    .map(({ name }) => name)
    .sort();

test('an export that nobody outside takes is found under the name it is handed out with', () => {
  expect(find({})).toEqual(['Cut', 'cut', 'glue']);
  expect(find({ 'packages/a/src/two.ts': "import { cut } from '@mriscore/a'; cut();" })).toHaveLength(3);
});

test('another package, a test of the whole and an import while running are callers', () => {
  expect(find({ 'packages/c/src/x.ts': "import { glue as paste } from '@mriscore/a/b';" })).toEqual([
    'Cut',
    'cut',
  ]);
  expect(find({ 'tests/promises/x.test.ts': "export { glue } from '@mriscore/a/b';" })).toEqual([
    'Cut',
    'cut',
  ]);
  expect(find({ 'scripts/x.ts': "const { glue } = await import('@mriscore/a/b');" })).toEqual(['Cut', 'cut']);
  expect(find({ 'scripts/x.ts': "import * as a from '@mriscore/a/b'; a.glue();" })).toEqual(['Cut', 'cut']);
});

test('a type comes with the function whose head it stands in', () => {
  expect(find({ 'scripts/x.ts': "import { cut } from '@mriscore/a';" })).toEqual(['glue']);
});

test('a name in code in the reference is a place, elsewhere or in plain words it is none', () => {
  expect(find({ 'docs/reference/a.md': 'Say `glue(x)`.\n```ts\ncut();\n```\n' })).toEqual([]);
  expect(find({ 'docs/reference/a.md': 'glue and cut', 'docs/how-to/a.md': '`glue`' })).toHaveLength(3);
});
