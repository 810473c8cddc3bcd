import { describe, expect, test } from 'vitest';
import { parseModule } from './declarations.ts';

/** Text of the declaration that binds a name. */
function textOf(source: string, name: string): string | undefined {
  return parseModule(source, true).declarations.find(({ binds }) => binds.includes(name))?.text;
}

describe('the text of a declaration', () => {
  const plain = textOf('export function add(a: number, b: number): number { return a + b; }', 'add');

  test.each([
    [
      'comments',
      'export /* why */ function add(a: number, b: number): number { // because\n return a + b; }',
    ],
    ['types', 'export function add(a: 1 | 2, b: 5): 3 { return a + b; }'],
    ['lines and blanks', 'export function add(\n  a: number,\n  b: number\n): number {\n\treturn a + b;\n}'],
    ['the word export', 'function add(a: number, b: number): number { return a + b; }'],
  ])('does not depend on %s', (_, source) => {
    expect(textOf(source, 'add')).toBe(plain);
  });

  test('depends on an operator, a number and a text', () => {
    expect(textOf('function add(a, b) { return a - b; }', 'add')).not.toBe(plain);
    expect(textOf('const a = 1;', 'a')).not.toBe(textOf('const a = 2;', 'a'));
    expect(textOf("const a = 'x';", 'a')).not.toBe(textOf("const a = 'y';", 'a'));
  });

  test('does not depend on the three sentences of an error, but on its code', () => {
    const refusal = (code: string, found: string) =>
      textOf(
        `function f() { throw new E('${code}', { found: \`${found}\`, needed: 'n', remedy: 'r' }); }`,
        'f',
      );
    expect(refusal('a/b', 'one')).toBe(refusal('a/b', 'two'));
    expect(refusal('a/b', 'one')).not.toBe(refusal('a/c', 'one'));
    const other = (found: string) => textOf(`const a = { found: '${found}', reason: 'r' };`, 'a');
    expect(other('one'), 'an object that only looks like one is kept').not.toBe(other('two'));
  });
});

describe('a module', () => {
  test('says what it imports by name, whole, by default, or for what it does', () => {
    const { imports, loadedOnly } = parseModule(
      "import d, { a as b } from './x.ts'; import * as all from 'y'; import './z.ts'; import type { T } from './t.ts';",
      true,
    );
    expect(Object.fromEntries(imports)).toEqual({
      d: { from: './x.ts', name: 'default' },
      b: { from: './x.ts', name: 'a' },
      all: { from: 'y', name: '*' },
    });
    expect(loadedOnly).toEqual(['./z.ts']);
  });

  test('says what it exports and passes on', () => {
    const { exports, passedOn, passedOnWhole } = parseModule(
      "const a = 1; export { a as b }; export { c as d } from './c.ts'; export * from './e.ts'; export default class {}",
      true,
    );
    expect(Object.fromEntries(exports)).toEqual({ b: 'a', default: '*default*' });
    expect(Object.fromEntries(passedOn)).toEqual({ d: { from: './c.ts', name: 'c' } });
    expect(passedOnWhole).toEqual(['./e.ts']);
  });

  test('binds what patterns take apart, and loads what it imports while it runs or hands to a process', () => {
    const { declarations } = parseModule(
      "const { a, b: [c], ...d } = x; const w = new URL('./w.ts', import.meta.url); const l = () => import('./l.ts');",
      true,
    );
    expect(declarations.map(({ binds }) => binds)).toEqual([['a', 'c', 'd'], ['w'], ['l']]);
    expect(declarations.flatMap(({ loads }) => loads)).toEqual(['./w.ts', './l.ts']);
  });
});
