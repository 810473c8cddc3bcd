import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { repositoryOf } from './check.ts';
import { CHECKS, inspect } from './checks.ts';
import { noAny } from './language.ts';
import { readRepository } from './read.ts';

const loose = repositoryOf({ 'a.ts': 'let x: any;' });
const excuse = { check: 'any', file: 'a.ts', reason: 'It is an example of a fault.' };

test('a violation is reported until an exception names it', () => {
  expect(inspect(loose, [noAny], [])[0]?.violations).toHaveLength(1);
  const [excused, stale] = inspect(loose, [noAny], [excuse]);
  expect(excused).toMatchObject({ violations: [], excused: 1 });
  expect(stale?.violations).toEqual([]);
});

test.each([
  ['excuses nothing', { ...excuse, file: 'b.ts' }],
  ['names another place', { ...excuse, name: 'other' }],
  ['gives no reason', { ...excuse, reason: '' }],
])('an exception that %s is a violation', (_what, exception) => {
  expect(inspect(loose, [noAny], [exception]).at(-1)?.violations).toHaveLength(1);
});

test('every check has its own name', () => {
  expect(new Set(CHECKS.map((check) => check.name)).size).toBe(CHECKS.length);
});

test('the repository is read from the disk without what npm installed', () => {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'mriscore-house-'));
  try {
    fs.mkdirSync(path.join(root, 'packages/stats/node_modules/x'), { recursive: true });
    fs.writeFileSync(path.join(root, 'packages/stats/a.ts'), 'export {};');
    fs.writeFileSync(path.join(root, 'packages/stats/a.bin'), 'data');
    fs.writeFileSync(path.join(root, 'packages/stats/node_modules/x/b.ts'), 'export {};');
    fs.writeFileSync(path.join(root, 'README.md'), '# Name');
    const repository = readRepository(root);
    expect(repository.code.map((file) => file.path)).toEqual(['packages/stats/a.ts']);
    expect(repository.prose).toHaveLength(1);
    expect(repository.paths.has('packages/stats/a.bin')).toBe(true);
  } finally {
    fs.rmSync(root, { recursive: true });
  }
});
