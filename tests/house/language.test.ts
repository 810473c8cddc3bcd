import { expect, test } from 'vitest';
import { repositoryOf } from './check.ts';
import { noAny, noInlineImports, noShell, writes } from './language.ts';

const names = (check: typeof noAny, text: string, file = 'packages/study/src/a.ts') =>
  check.find(repositoryOf({ [file]: text })).map((violation) => violation.name);

test('the type any is found wherever it stands, the word is not', () => {
  expect(names(noAny, 'let x: any; const y = z as any; type L = Array<any>;')).toEqual(['any', 'any', 'any']);
  expect(names(noAny, '// any\nconst any = "any"; Promise.any([]);')).toEqual([]);
});

test('an import inside a type is found, import() while running and import type are not', () => {
  expect(names(noInlineImports, "type B = import('./b.ts').B;")).toEqual(['import']);
  expect(names(noInlineImports, "import type { B } from './b.ts'; await import('./b.ts');")).toEqual([]);
});

test.each([
  "import { exec } from 'node:child_process'; exec(name);",
  "import { execSync } from 'child_process'; execSync(name);",
  "import cp from 'node:child_process'; cp.exec(name);",
  'spawn(name, [], { shell: true });',
  "spawn(name, [], { 'shell': true });",
  'eval(text);',
  "new Function('x', text);",
])('a shell or code from text is found in: %s', (text) => {
  expect(names(noShell, text)).toHaveLength(1);
});

test.each([
  "import { spawn } from 'node:child_process'; spawn('npm', ['ci'], { shell: false });",
  'const match = pattern.exec(text);',
  "import { spawn } from 'node:child_process'; /a/.exec(text);",
])('this starts no shell: %s', (text) => {
  expect(names(noShell, text)).toEqual([]);
});

test.each([
  'await writeFile(file, text);',
  'fs.writeFileSync(file, text);',
  'createWriteStream(file);',
  'await fs.promises.appendFile(file, text);',
  "await open(file, 'w');",
  'await copyFile(a, b);',
])('a write outside the module for atomic writes is found in: %s', (text) => {
  expect(names(writes, text)).toHaveLength(1);
});

test('reading passes, and so do tests and scripts that write', () => {
  expect(names(writes, "await readFile(file); await open(file); await open(file, 'r');")).toEqual([]);
  expect(names(writes, 'await writeFile(file, text);', 'packages/study/src/a.test.ts')).toEqual([]);
  expect(names(writes, 'await writeFile(file, text);', 'scripts/a.ts')).toEqual([]);
});
