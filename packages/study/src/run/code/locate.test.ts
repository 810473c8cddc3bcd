import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { installPackages } from './installed.fixture.ts';
import { installedFolder, locate, packageFolder, readPackage } from './locate.ts';

const folder = installPackages();
const at = (path: string): string => join(folder, 'app', path);
const STAGE = at('src/stage.ts');
const sums = (path: string): string => at(join('node_modules/@mriscore/sums', path));
const own = (file: string) => ({ kind: 'own', file });

describe('a module that another one names', () => {
  test('lies beside it, with its ending or without', () => {
    expect(locate('./beside.ts', STAGE)).toEqual(own(at('src/beside.ts')));
    expect(locate('./beside', STAGE)).toEqual(own(at('src/beside.ts')));
    expect(locate('../src/beside.ts', STAGE)).toEqual(own(at('src/beside.ts')));
    expect(() => locate('./missing.ts', STAGE)).toThrow(/missing\.ts/);
  });

  test('is Node itself, with its prefix or without', () => {
    expect(locate('node:fs', STAGE)).toEqual({ kind: 'node' });
    expect(locate('fs', STAGE)).toEqual({ kind: 'node' });
  });

  test('is a package of somebody else, where that is installed', () => {
    const other = { kind: 'package', name: 'other', folder: at('node_modules/other') };
    expect(locate('other', STAGE)).toEqual(other);
    expect(locate('other/sub/path.js', STAGE)).toEqual(other);
    expect(() => locate('not-installed', STAGE)).toThrow(/not-installed/);
  });

  test('is a source for a source, and what was built for what was built', () => {
    expect(locate('@mriscore/sums', STAGE)).toEqual(own(sums('src/index.ts')));
    expect(locate('@mriscore/sums', at('dist/stage.js'))).toEqual(own(sums('dist/index.js')));
    expect(locate('@mriscore/whole', STAGE)).toEqual(own(at('node_modules/@mriscore/whole/index.js')));
  });

  test('is the first target whose condition holds', () => {
    expect(locate('@mriscore/sums/deep', STAGE)).toEqual(own(sums('src/deep.ts')));
    expect(locate('#part', STAGE)).toEqual(own(at('src/node.ts')));
  });

  test.each([
    '@mriscore/sums/closed',
    '@mriscore/sums/none',
    '@mriscore/whole/sub',
    '@mriscore/gone',
    '#none',
  ])('is refused as %s, which no package gives', (specifier) => {
    expect(() => locate(specifier, STAGE)).toThrow(specifier.split('/')[1] ?? specifier);
  });
});

describe('the package of a file', () => {
  test('is the nearest folder above it whose package.json has a name', () => {
    expect(packageFolder(STAGE)).toBe(at('.'));
    expect(packageFolder(sums('src/index.ts'))).toBe(sums('.'));
    const nameless = installPackages({ 'app/src/package.json': '{"type":"module"}' });
    expect(packageFolder(join(nameless, 'app/src/stage.ts'))).toBe(join(nameless, 'app'));
    expect(() => packageFolder('/stage.ts')).toThrow('belongs to no package');
  });

  test('is found from below as Node finds it, or not at all', () => {
    expect(installedFolder('deeper', at('node_modules/other/index.js'))).toBe(at('node_modules/deeper'));
    expect(installedFolder('gone', STAGE)).toBeUndefined();
    expect(readPackage(at('src'))).toBeUndefined();
    expect(readPackage(at('node_modules/deeper'))?.version).toBe('4.5.6');
  });
});
