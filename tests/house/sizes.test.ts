import { expect, test } from 'vitest';
import { repositoryOf } from './check.ts';
import { parameters, testSize } from './sizes.ts';

const lines = (count: number) => 'x;\n'.repeat(count);
const names = (check: typeof parameters, text: string, file = 'a.test.ts') =>
  check.find(repositoryOf({ [file]: text })).map((violation) => violation.name);

test.each([
  ['a function', (body: string) => `function long() {\n${body}}`, 'long'],
  ['an arrow function', (body: string) => `const long = () => {\n${body}};`, 'long'],
  ['a method', (body: string) => `class A { long() {\n${body}} }`, 'long'],
  ['a constructor', (body: string) => `class A { constructor() {\n${body}} }`, 'constructor'],
  ['a callback', (body: string) => `list.map(() => {\n${body}});`, 'anonymous'],
])('%s of 60 lines passes and one of 61 does not', (_kind, write, name) => {
  expect(names(testSize, write(lines(58)))).toEqual([]);
  expect(names(testSize, write(lines(59)))).toEqual([name]);
});

test('a docstring does not count as part of its function', () => {
  expect(names(testSize, `/**\n${' * word\n'.repeat(60)} */\nfunction short() {}`)).toEqual([]);
});

test('the callback of describe is a chapter, and only test files are looked at', () => {
  const chapter = `describe('x', () => {\n${lines(80)}});`;
  expect(names(testSize, chapter)).toEqual([]);
  expect(names(testSize, `x(() => {\n${lines(80)}});`, 'a.ts')).toEqual([]);
});

test.each([
  'function four(a: A, b: B, c: C, d: number) {}',
  'function four(a: A, b: B, c: C, d: string[]) {}',
  'function four(a: A, b: B, c: C, d = 1) {}',
  'function four(a: A, b: B, c: C, d: D, options: O) {}',
  'const four = (a: A, b: B, c: C, d: boolean) => 1;',
  'class A { four(a: A, b: B, c: C, d: number) {} }',
])('too many parameters are found in: %s', (text) => {
  expect(names(parameters, text)).toEqual(['four']);
});

test.each([
  'function fine(a: A, b: B, c: C, options: Options = {}) {}',
  'function fine(a: A, b: B, c: C, { deep }: { deep: boolean }) {}',
  'function fine(a: A, b: B, c: C, ...ids: string[]) {}',
  'function fine(this: T, a: A, b: B, c: C) {}',
  'list.reduce((a: A, b: B, c: number, d: number) => a);',
])('these parameters pass: %s', (text) => {
  expect(names(parameters, text)).toEqual([]);
});
