import { expect, test } from 'vitest';
import { exportsOf } from '../../scripts/build/exports.ts';
import { repositoryOf } from './check.ts';
import { exported } from './exports.ts';

const SOURCES = { 'packages/stats/src/index.ts': '', 'packages/stats/src/survival/index.ts': '' };
const names = ['src/index.ts', 'src/survival/index.ts', 'src/survival/cox.ts', 'src/a/b/index.ts'];

function repositoryWith(exports: object) {
  return repositoryOf({ ...SOURCES, 'packages/stats/package.json': JSON.stringify({ exports }) });
}

test('a folder of the sources with an index is a subpath, and nothing deeper is', () => {
  expect(exportsOf('stats', names)).toEqual({
    '.': {
      '@mriscore/source': './src/index.ts',
      types: './dist/index.d.ts',
      default: './dist/index.js',
    },
    './survival': {
      '@mriscore/source': './src/survival/index.ts',
      types: './dist/survival/index.d.ts',
      default: './dist/survival/index.js',
    },
  });
});

test('a package that exports what it has is in order', () => {
  expect(exported.find(repositoryWith(exportsOf('stats', names)))).toEqual([]);
});

test('a folder that is not exported is found, with the command that puts it right', () => {
  const [found] = exported.find(repositoryWith(exportsOf('stats', ['src/index.ts'])));
  expect(found).toMatchObject({ file: 'packages/stats/package.json', name: 'exports' });
  expect(found?.message).toContain('scripts/build/exports.ts --write');
});

test('sources have to be the first condition, or a clone would run what was built', () => {
  const entries = Object.entries(exportsOf('stats', names)).map(([name, entry]) => [
    name,
    Object.fromEntries(Object.entries(entry).reverse()),
  ]);
  expect(exported.find(repositoryWith(Object.fromEntries(entries)))).toHaveLength(1);
});
