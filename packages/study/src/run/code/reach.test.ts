import { realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { installPackages } from './installed.fixture.ts';
import { reachOf } from './reach.ts';
import { codeVersion, describeReach } from './version.ts';

const STAGE = 'app/src/stage.ts';

function reached(change: Readonly<Record<string, string>> = {}) {
  const folder = installPackages(change);
  const reach = reachOf(join(folder, STAGE));
  const real = realpathSync(folder);
  const modules = [...reach.modules].map(([file, texts]) => [file.slice(real.length + 1), texts] as const);
  return { ...reach, byName: new Map(modules) };
}

/** Texts of a module's reached declarations, without line ends. */
const textsOf = (path: string, change: Readonly<Record<string, string>> = {}): string[] | undefined =>
  reached(change)
    .byName.get(path)
    ?.map((text) => text.replaceAll('\n', ' '));

const versionWith = (change: Readonly<Record<string, string>> = {}): string =>
  codeVersion(pathToFileURL(join(installPackages(change), STAGE)).href);

const SUMS = 'app/node_modules/@mriscore/sums/src';

describe('what a module reaches', () => {
  test('is what its exports use, and no more of the modules they come from', () => {
    expect(textsOf('app/src/beside.ts')).toEqual(['const beside = 1 ;']);
    expect(textsOf('app/src/node.ts')).toEqual(['const part = 3 ;']);
  });

  test('goes through a module that gathers others, to what is asked for and what that uses', () => {
    expect(textsOf(`${SUMS}/sum.ts`)).toEqual(['const zero = 0 ;', 'const sum = ( ) => zero ;']);
    expect(textsOf(`${SUMS}/product.ts`) ?? []).toEqual([]);
  });

  test('is the version of every package of somebody else, and of what that needs where it is installed', () => {
    expect([...reached().packages]).toEqual([
      ['other', new Set(['1.2.3'])],
      ['deeper', new Set(['4.5.6'])],
    ]);
  });

  test('is everything that a module passes on, by name and whole', () => {
    const stage =
      "export { beside as b } from './beside.ts';\nexport * from './node.ts';\nexport * as s from '@mriscore/sums';";
    const { byName } = reached({ [STAGE]: stage });
    expect([...byName.keys()].sort()).toEqual([
      `${SUMS}/index.ts`,
      `${SUMS}/product.ts`,
      `${SUMS}/sum.ts`,
      'app/src/beside.ts',
      'app/src/node.ts',
      STAGE,
    ]);
    expect(byName.get(`${SUMS}/product.ts`)).toHaveLength(1);
    expect(byName.get('app/src/beside.ts')).toHaveLength(1);
  });

  test('is what a module does while it is loaded, whoever loads it', () => {
    const beside = "import './node.ts';\nstart();\nexport const beside = 1;\nconst other = 2;";
    expect(textsOf('app/src/beside.ts', { 'app/src/beside.ts': beside })).toEqual([
      'start ( ) ;',
      'const beside = 1 ;',
    ]);
    const only = { [STAGE]: "import './beside.ts';\nexport const run = 1;" };
    expect(textsOf('app/src/beside.ts', only)).toEqual(['const beside = 1 ;', 'const unused = 2 ;']);
  });

  test('is what it loads later or hands to a process, and nothing that is no program', () => {
    const stage = [
      "export const late = () => import('./node.ts');",
      "export const begin = () => new URL('./beside.ts', import.meta.url);",
      "export const data = () => new URL('../package.json', import.meta.url);",
    ].join('\n');
    expect([...reached({ [STAGE]: stage }).byName.keys()].sort()).toEqual([
      'app/src/beside.ts',
      'app/src/node.ts',
      STAGE,
    ]);
  });

  test('is followed by name through a module that passes it on, under whichever name', () => {
    const beside =
      "export { part as beside } from './node.ts';\nexport { sum as other } from '@mriscore/sums';";
    const { byName } = reached({
      'app/src/beside.ts': beside,
      [STAGE]: "import { beside } from './beside.ts';\nexport const run = beside;",
    });
    expect(byName.get('app/src/node.ts')).toHaveLength(1);
    expect(byName.has(`${SUMS}/sum.ts`)).toBe(false);
  });

  test('ends where two modules use each other', () => {
    const a = "import { b } from './beside.ts';\nexport const a = () => b;";
    const b = "import { a } from './stage.ts';\nexport const b = () => a;";
    expect(reached({ [STAGE]: a, 'app/src/beside.ts': b }).byName.size).toBe(2);
  });

  test('is refused where a module asks for what another does not export', () => {
    const stage = "import { gone } from './beside.ts';\nexport const run = gone;";
    expect(() => reached({ [STAGE]: stage })).toThrow(/gone.*\.\/beside\.ts/);
  });
});

describe('the version of the code of a module', () => {
  test('is the same wherever the files lie, whatever comments say, and whatever it does not reach', () => {
    expect(versionWith()).toMatch(/^[0-9a-f]{64}$/);
    expect(versionWith()).toBe(versionWith());
    const beside = '// Why.\nexport const beside  =  1;\nexport const unused = 22;\n';
    expect(versionWith({ 'app/src/beside.ts': beside })).toBe(versionWith());
  });

  test.each([
    ['a declaration that it reaches', { 'app/src/beside.ts': 'export const beside = 2;' }],
    ['a declaration behind a package of the project', { [`${SUMS}/sum.ts`]: 'export const sum = () => 0;' }],
    [
      'the version of a package',
      { 'app/node_modules/other/package.json': '{"name":"other","version":"1.2.4"}' },
    ],
    [
      'the version of what a package needs',
      { 'app/node_modules/deeper/package.json': '{"version":"4.5.7"}' },
    ],
    ['the name of a module', { [STAGE]: "import { part } from '#part';\nexport const run = part;" }],
  ])('changes with %s', (_, change) => {
    expect(versionWith(change)).not.toBe(versionWith());
  });

  test('follows a file that was changed while the program ran', () => {
    const folder = installPackages();
    const module = pathToFileURL(join(folder, STAGE)).href;
    const before = codeVersion(module);
    writeFileSync(join(folder, 'app/src/beside.ts'), 'export const beside = 5;');
    expect(codeVersion(module)).not.toBe(before);
  });

  test('is made of one sorted line a module that runs something, and one a package', () => {
    const lines = describeReach(reached());
    expect(lines).toEqual([...lines].sort());
    expect(lines.map((line) => line.replace(/ [0-9a-f]{64}$/, ''))).toEqual([
      '@mriscore/app beside',
      '@mriscore/app node',
      '@mriscore/app stage',
      '@mriscore/sums sum',
      'deeper@4.5.6',
      'other@1.2.3',
    ]);
  });
});
