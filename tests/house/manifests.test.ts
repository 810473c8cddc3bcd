import { expect, test } from 'vitest';
import { exportsOf } from '../../scripts/build/exports.ts';
import { derivedManifest } from '../../scripts/build/manifests.ts';
import { repositoryOf } from './check.ts';
import { manifests } from './manifests.ts';

const SHARED = {
  license: 'Apache-2.0',
  repository: { type: 'git', url: 'git+https://host.example/a/b.git' },
};
const SOURCES = ['src/index.ts', 'src/survival/index.ts', 'src/survival/cox.ts', 'src/a/b/index.ts'];
const WORDS = { description: 'Statistics', keywords: ['statistics'] };
const RIGHT = { ...WORDS, ...derivedManifest('stats', SOURCES, SHARED) };

function faultsOf(manifest: object) {
  const sources = Object.fromEntries(SOURCES.map((file) => [`packages/stats/${file}`, '']));
  const texts = {
    'package.json': JSON.stringify(SHARED),
    'packages/stats/package.json': JSON.stringify(manifest),
  };
  return manifests.find(repositoryOf({ ...sources, ...texts }));
}

test('a folder of the sources with an index is a subpath, and nothing deeper is', () => {
  expect(exportsOf('stats', SOURCES)).toEqual({
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

test('links follow from the address of the repository', () => {
  expect(RIGHT).toMatchObject({
    homepage: 'https://host.example/a/b/tree/main/packages/stats',
    bugs: { url: 'https://host.example/a/b/issues' },
  });
});

test('a package that says what it has is in order', () => {
  expect(faultsOf(RIGHT)).toEqual([]);
});

test('a folder that is not exported is found, with the command that puts it right', () => {
  const [found, ...others] = faultsOf({ ...RIGHT, exports: exportsOf('stats', ['src/index.ts']) });
  expect(found).toMatchObject({ file: 'packages/stats/package.json', name: 'exports' });
  expect(found?.message).toContain('scripts/build/manifests.ts --write');
  expect(others).toEqual([]);
});

test('sources have to be the first condition, or a clone would run what was built', () => {
  const reversed = Object.entries(RIGHT.exports).map(([name, entry]) => [
    name,
    Object.fromEntries(Object.entries(entry).reverse()),
  ]);
  expect(faultsOf({ ...RIGHT, exports: Object.fromEntries(reversed) })).toHaveLength(1);
});

test('a package without words for people is found', () => {
  expect(faultsOf({ ...RIGHT, description: '' })).toMatchObject([{ name: 'description' }]);
});
