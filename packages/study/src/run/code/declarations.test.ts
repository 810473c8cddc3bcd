import { describe, expect, test } from 'vitest';
import { type ModuleParts, parseModule } from './declarations.ts';

const js = (text: string): ModuleParts => parseModule(text, false);
const texts = (text: string, isTyped = false): string[] =>
  parseModule(text, isTyped).declarations.map((one) => one.text);

/** The one declaration that binds a name. */
function declarationOf(name: string, text: string) {
  const found = js(text).declarations.filter(({ binds }) => binds.includes(name));
  expect(found).toHaveLength(1);
  return found[0]!;
}

describe('the text of a declaration', () => {
  test('is the same whatever is written in comments and white space', () => {
    expect(texts('/** Why. */\nconst a = f( 1 ); // so')).toEqual(texts('const a=f(1);'));
  });

  test('is the same with types and without', () => {
    expect(texts('export function f(a: number): string { return String(a); }', true)).toEqual(
      texts('export function f(a) { return String(a); }'),
    );
  });

  test('is another one when a single token is', () => {
    for (const other of [
      'const a = f(2);',
      'const b = f(1);',
      'let a = f(1);',
      'const a = f(1, 1);',
      "const a = f('1');",
    ])
      expect(texts(other)).not.toEqual(texts('const a = f(1);'));
  });

  test('leaves out the three sentences of an error, and keeps its code and whatever else is beside them', () => {
    const thrown = (found: string, code: string, more = ''): string[] =>
      texts(`throw new E('${code}', { found: '${found}', needed: 'n', remedy: 'r'${more} });`);
    expect(thrown('one', 'a/b')).toEqual(thrown('two', 'a/b'));
    expect(thrown('one', 'a/b')).not.toEqual(thrown('one', 'a/c'));
    expect(thrown('one', 'a/b', ', x: 1')).not.toEqual(thrown('one', 'a/b', ', x: 2'));
  });

  test('keeps members of those names where not all three are there', () => {
    const lone = (found: string): string[] => texts(`const a = { found: ${found}, needed: 1 };`);
    expect(lone('1')).not.toEqual(lone('2'));
    const called = (found: string): string[] =>
      texts(`const a = { 'found': ${found}, needed: 1, remedy: 2 };`);
    expect(called('1')).not.toEqual(called('2'));
  });

  test('ends where the statement ends', () => {
    expect(texts('const a = 1;\nconst b = 2;')).toEqual(['const\na\n=\n1\n;', 'const\nb\n=\n2\n;']);
  });
});

test('a declaration is read whole where objects are spread and members are private', () => {
  const { declarations } = js('class A { #hidden = { ...one, two }; }\nconst b = { ...one, [three]: 3 };');
  expect(declarations.map(({ uses }) => [...uses])).toEqual([
    ['A', 'one', 'two'],
    ['b', 'one', 'three'],
  ]);
});

describe('the names of a declaration', () => {
  test('are those it binds, in patterns of any depth', () => {
    const { declarations } = js('const { a, b: [c, , d = 1], ...e } = f, g = 2;');
    expect(declarations[0]?.binds).toEqual(['a', 'c', 'd', 'e', 'g']);
  });

  test('are those of functions and classes, and none of a statement that only does something', () => {
    const { declarations } = js('function f() {}\nclass G {}\nf();\nif (f) { const hidden = 1; }');
    expect(declarations.map(({ binds }) => binds)).toEqual([['f'], ['G'], [], []]);
  });

  test('that it uses are found at every depth, and no names inside texts', () => {
    const { uses } = declarationOf('f', "const f = (a) => [...a].map(({ b }) => g[b] ?? [h, 'i'] + 'j');");
    for (const name of ['a', 'b', 'g', 'h']) expect(uses).toContain(name);
    for (const name of ['i', 'j']) expect(uses).not.toContain(name);
  });
});

describe('the modules of a declaration', () => {
  test('are those it loads while it runs, and those whose file it hands to a process', () => {
    const source = [
      "const f = () => import('./late.ts');",
      "const g = () => new URL('./process.ts', import.meta.url);",
      "const h = () => open('../data.json', import.meta.url);",
    ].join('\n');
    expect(js(source).declarations.map(({ loads }) => loads)).toEqual([
      ['./late.ts'],
      ['./process.ts'],
      ['../data.json'],
    ]);
  });

  test('are no addresses elsewhere, and no texts beside something else than the address of the module', () => {
    const source = [
      "const a = new URL('https://example.org', import.meta.url);",
      "const b = new URL('./x.ts', base.url);",
      "const c = new URL('./x.ts', import.meta.dirname);",
      "const d = f('./x.ts');",
      'const e = new URL(name, import.meta.url);',
      'const g = import(name);',
      "const h = ['./x.ts', import.meta.url];",
    ].join('\n');
    for (const { loads } of js(source).declarations) expect(loads).toEqual([]);
  });
});

describe('what a module takes and gives', () => {
  test('is taken by name, by another name, whole, by default and for what it does', () => {
    const { imports, loadedOnly } = js(
      "import d, { a, b as c, 'x y' as s } from './m.ts';\nimport * as all from 'n';\nimport './does.ts';",
    );
    expect([...imports]).toEqual([
      ['d', { from: './m.ts', name: 'default' }],
      ['a', { from: './m.ts', name: 'a' }],
      ['c', { from: './m.ts', name: 'b' }],
      ['s', { from: './m.ts', name: 'x y' }],
      ['all', { from: 'n', name: '*' }],
    ]);
    expect(loadedOnly).toEqual(['./does.ts']);
  });

  test('is given under the names it is exported by', () => {
    const { exports, declarations } = js('export const a = 1, b = 2;\nconst c = 3;\nexport { c as d };');
    expect([...exports]).toEqual([
      ['a', 'a'],
      ['b', 'b'],
      ['d', 'c'],
    ]);
    expect(declarations.map(({ binds }) => binds)).toEqual([['a', 'b'], ['c']]);
  });

  test('is given by default, named or not', () => {
    expect(js('export default function f() {}').exports.get('default')).toBe('f');
    const unnamed = js('export default 1 + 1;');
    const local = unnamed.exports.get('default');
    expect(unnamed.declarations.map(({ binds }) => binds)).toEqual([[local]]);
  });

  test('is passed on by name, under one name, or whole', () => {
    const { passedOn, passedOnWhole, exports, imports } = js(
      "export { a, b as c } from './m.ts';\nexport * as n from './n.ts';\nexport * from './o.ts';",
    );
    expect([...passedOn]).toEqual([
      ['a', { from: './m.ts', name: 'a' }],
      ['c', { from: './m.ts', name: 'b' }],
      ['n', { from: './n.ts', name: '*' }],
    ]);
    expect(passedOnWhole).toEqual(['./o.ts']);
    expect([exports.size, imports.size]).toEqual([0, 0]);
  });

  test('is not taken where a type alone is taken', () => {
    expect(parseModule("import type { T } from './t.ts';\nexport const a: T = 1;", true).imports.size).toBe(
      0,
    );
  });
});

test('a module that is neither JavaScript nor TypeScript is refused', () => {
  expect(() => parseModule('const = 1;', false)).toThrow(SyntaxError);
  expect(() => parseModule('const a: number = 1;', false)).toThrow(SyntaxError);
  expect(() => parseModule('enum A { B }', true)).toThrow();
});

test('taking types out says nothing on the way, and lets later notices through', () => {
  const before = process.emitWarning;
  const said: unknown[] = [];
  process.emitWarning = ((text: unknown) => said.push(text)) as typeof process.emitWarning;
  try {
    parseModule('const a: number = 1;', true);
    process.emitWarning('later');
  } finally {
    process.emitWarning = before;
  }
  expect(said).toEqual(['later']);
});
