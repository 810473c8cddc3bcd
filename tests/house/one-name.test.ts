import { expect, test } from 'vitest';
import { repositoryOf } from './check.ts';
import { oneName } from './one-name.ts';

const find = (files: Record<string, string>) =>
  oneName.find(repositoryOf(files)).map(({ file, line, name }) => `${file}:${line} ${name}`);

test.each(['export interface Row {}', 'export const Row = 1;', 'class Row {}\nexport { Row };'])(
  'a second definition of a name is found in: %s',
  (text) => {
    const files = { 'packages/a/src/one.ts': 'export type Row = 1;', 'packages/b/src/two.ts': text };
    expect(find(files)).toEqual([`packages/b/src/two.ts:1 Row`]);
  },
);

test('every further definition is a finding of its own', () => {
  const text = 'export const x = 1;';
  const files = { 'packages/a/src/1.ts': text, 'packages/a/src/2.ts': text, 'packages/b/src/3.ts': text };
  expect(find(files)).toHaveLength(2);
});

test('overloads, a type with its value, re-exports, tests, options.ts and names that are not exported are no second definition', () => {
  expect(
    find({
      'packages/a/src/one.ts':
        'export type Row = 1; export const Row = 1; export function f(a: 1): 1; export function f(a: 2): 2 {}',
      'packages/a/src/index.ts': "export { Row, f } from './one.ts';",
      'packages/a/src/two.ts': 'type Row = 2;',
      'packages/a/src/one.test.ts': 'export const Row = 3;',
      'packages/a/src/options.ts': 'export const check = 1;',
      'packages/b/src/options.ts': 'export const check = 1;',
      'scripts/row.ts': 'export const Row = 4;',
    }),
  ).toEqual([]);
});
