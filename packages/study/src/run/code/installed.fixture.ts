/**
 * Packages on a disk for tests: a project of two packages of its own, and two of somebody else.
 */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const manifest = (content: object): string => JSON.stringify(content);

const FILES: Readonly<Record<string, string>> = {
  'app/package.json': manifest({ name: '@mriscore/app', imports: { '#part': { node: './src/node.ts' } } }),
  'app/src/stage.ts': [
    "import { sum } from '@mriscore/sums';",
    "import { readFileSync } from 'node:fs';",
    "import { other } from 'other';",
    "import { part } from '#part';",
    "import { beside } from './beside.ts';",
    'export const run = (): unknown => [sum, readFileSync, other, part, beside];',
  ].join('\n'),
  'app/src/beside.ts': 'export const beside = 1;\nexport const unused = 2;\n',
  'app/src/node.ts': 'export const part = 3;\n',
  'app/node_modules/@mriscore/sums/package.json': manifest({
    name: '@mriscore/sums',
    exports: {
      '.': { '@mriscore/source': './src/index.ts', default: './dist/index.js' },
      './deep': [{ browser: './src/browser.ts' }, './src/deep.ts'],
      './closed': null,
    },
  }),
  'app/node_modules/@mriscore/sums/src/index.ts':
    "export * from './sum.ts';\nexport * from './product.ts';\n",
  'app/node_modules/@mriscore/sums/src/sum.ts': 'const zero = 0;\nexport const sum = (): number => zero;\n',
  'app/node_modules/@mriscore/sums/src/product.ts': 'export const product = 1;\n',
  'app/node_modules/@mriscore/sums/src/deep.ts': 'export const deep = 1;\n',
  'app/node_modules/@mriscore/sums/dist/index.js': 'export const sum = 1;\n',
  'app/node_modules/@mriscore/whole/package.json': manifest({
    name: '@mriscore/whole',
    exports: './index.js',
  }),
  'app/node_modules/@mriscore/whole/index.js': 'export const whole = 1;\n',
  'app/node_modules/other/package.json': manifest({
    name: 'other',
    version: '1.2.3',
    dependencies: { deeper: '^4.0.0', 'not-installed': '*' },
  }),
  'app/node_modules/deeper/package.json': manifest({ name: 'deeper', version: '4.5.6' }),
};

/**
 * Writes the packages into a new folder.
 *
 * @param change Files that are other than usual, by their path.
 * @returns the folder; the module of the stage is `app/src/stage.ts`.
 */
export function installPackages(change: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'installed-'));
  for (const [path, text] of Object.entries({ ...FILES, ...change })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}
