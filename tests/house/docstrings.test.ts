import { expect, test } from 'vitest';
import { repositoryOf } from './check.ts';
import { docstrings, heads } from './docstrings.ts';

const names = (check: typeof heads, text: string, file = 'packages/stats/src/roc.ts') =>
  check.find(repositoryOf({ [file]: text })).map((violation) => violation.name);

test.each([
  ['export function area() {}', 'area'],
  ['export const area = 1;', 'area'],
  ['export class Area {}', 'Area'],
  ['export interface Area {}', 'Area'],
  ['export type Area = 1;', 'Area'],
  ['export default function () {}', 'default'],
  ['function area() {}\nexport { area as size };', 'area'],
  ['// not a docstring\nexport const area = 1;', 'area'],
  ['/** */\nexport const area = 1;', 'area'],
  ['/** @param x */\nexport function area(x: number) {}', 'area'],
])('an export without a docstring is found in: %s', (text, name) => {
  expect(names(docstrings, text)).toEqual([name]);
});

test('a documented export, a private function, a re-export and a documented overload pass', () => {
  const text = `
    /** Area under the curve, 0 to 1. */
    export function area(a: number): number;
    export function area(a: string): number;
    export function area(a: unknown) { return inner(a); }
    function inner(a: unknown) { return 1; }
    export { other } from './other.ts';
  `;
  expect(names(docstrings, text)).toEqual([]);
});

test('tests and files outside packages need no docstrings', () => {
  expect(names(docstrings, 'export const x = 1;', 'packages/stats/src/roc.test.ts')).toEqual([]);
  expect(names(docstrings, 'export const x = 1;', 'scripts/x.ts')).toEqual([]);
});

test('a file without a comment at its head is found, a list of exports is not', () => {
  expect(names(heads, "import './a.ts';")).toEqual(['head']);
  expect(names(heads, '/** What it answers. */\nexport {};')).toEqual([]);
  expect(names(heads, '#!/usr/bin/env node\n/** What it answers. */')).toEqual([]);
  expect(names(heads, "export * from './a.ts';", 'packages/stats/src/index.ts')).toEqual([]);
});

test('the folder of statistical tests is source like any other', () => {
  expect(names(docstrings, 'export const x = 1;', 'packages/stats/src/tests/x.ts')).toEqual(['x']);
});
