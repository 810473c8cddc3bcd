/**
 * Whether the promises that are Biome's to keep can fail: each fault is planted in a small workspace that is linted
 * with this project's own settings.
 */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../..');
const BIOME = path.join(ROOT, 'node_modules/@biomejs/biome/bin/biome');
const workspace = fs.mkdtempSync(path.join(os.tmpdir(), 'mriscore-biome-'));
afterAll(() => fs.rmSync(workspace, { recursive: true, force: true }));

interface Diagnostic {
  readonly category: string;
  readonly location: { readonly path: string };
}

const lines = (count: number) => '  next();\n'.repeat(count);
const FILES: Readonly<Record<string, string>> = {
  'long.ts': `export const next = 1;\n${'next;\n'.repeat(400)}`,
  'fits.ts': `export const next = 1;\n${'next;\n'.repeat(399)}`,
  'long-function.ts': `export function long(next: () => void) {\n${lines(59)}}\n`,
  'long-arrow.ts': `export const long = (next: () => void) => {\n${lines(59)}};\n`,
  'fitting-function.ts': `export function fits(next: () => void) {\n${lines(58)}}\n`,
  'one.ts': "import { two } from './two.ts';\nexport const one = () => two;\n",
  'two.ts': "import { one } from './one.ts';\nexport const two = () => one;\n",
  'type-one.ts': "import type { Two } from './type-two.ts';\nexport type One = Two | 1;\n",
  'type-two.ts': "import type { One } from './type-one.ts';\nexport type Two = One[];\n",
  'list-one.ts': "export { two } from './list-two.ts';\nexport const one = 1;\n",
  'list-two.ts': "export { one } from './list-one.ts';\nexport const two = 2;\n",
  'later-one.ts': "export const one = () => import('./later-two.ts');\n",
  'later-two.ts': "import { one } from './later-one.ts';\nexport const two = one;\n",
  'unlisted.ts': "export { parse } from 'yaml';\n",
  'unlisted-type.ts': "import type { X } from 'yaml';\nexport type Y = X;\n",
  'unlisted-later.ts': "export const y = () => import('yaml');\n",
  'unlisted-neighbour.ts': "export { mean } from '@mriscore/stats';\n",
  'listed.ts':
    "import fs from 'node:fs';\nimport { z } from 'zod';\nimport { d } from '#deflate';\nexport const all = [fs, z, d];\n",
  'beside.test.ts': "import { test } from 'vitest';\nexport { test };\n",
  'camelCase.ts': 'export const x = 1;\n',
};
const MANIFEST = {
  name: '@mriscore/planted',
  dependencies: { zod: '1.0.0' },
  imports: { '#deflate': './src/fits.ts' },
};

/** Files of the workspace by the rule that they break, for the rules that this test is about. */
function findFaults(): Record<string, string[]> {
  const folder = path.join(workspace, 'packages/planted/src');
  fs.mkdirSync(folder, { recursive: true });
  const settings = JSON.parse(fs.readFileSync(path.join(ROOT, 'biome.json'), 'utf8')) as object;
  fs.writeFileSync(
    path.join(workspace, 'biome.json'),
    JSON.stringify({ ...settings, $schema: undefined, vcs: undefined }),
  );
  fs.writeFileSync(path.join(folder, '../package.json'), JSON.stringify(MANIFEST));
  for (const [name, text] of Object.entries(FILES)) fs.writeFileSync(path.join(folder, name), text);
  const args = [BIOME, 'lint', '--reporter=json', '--max-diagnostics=none', '--diagnostic-level=error'];
  const found: Record<string, string[]> = {};
  for (const { category, location } of diagnosticsOf([...args, '.'])) {
    const rule = category.split('/').at(-1) ?? category;
    found[rule] ??= [];
    found[rule].push(path.basename(location.path, '.ts'));
  }
  return Object.fromEntries(Object.entries(found).map(([rule, names]) => [rule, names.sort()]));
}

/** Biome ends with 1 where it finds something, and writes its answer all the same. */
function diagnosticsOf(args: readonly string[]): readonly Diagnostic[] {
  try {
    execFileSync(process.execPath, args, { cwd: workspace, stdio: ['ignore', 'pipe', 'ignore'] });
  } catch (error) {
    const { stdout } = error as { stdout: Buffer };
    return (JSON.parse(stdout.toString()) as { diagnostics: Diagnostic[] }).diagnostics;
  }
  return [];
}

test('Biome finds long files and functions, circles, unlisted dependencies and names in other cases', () => {
  expect(findFaults()).toEqual({
    noExcessiveLinesPerFile: ['long'],
    noExcessiveLinesPerFunction: ['long-arrow', 'long-function'],
    noImportCycles: ['later-one', 'later-two', 'list-one', 'list-two', 'one', 'two', 'type-one', 'type-two'],
    noUndeclaredDependencies: ['unlisted', 'unlisted-later', 'unlisted-neighbour', 'unlisted-type'],
    useFilenamingConvention: ['camelCase'],
  });
});
