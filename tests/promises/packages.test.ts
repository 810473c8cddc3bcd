/** Packages work when installed: alone, without TypeScript, in Node, in bundles, with what their READMEs show. */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withBuiltEndings } from '../../scripts/build/endings.ts';
import { CHROMIUM } from '../../scripts/chromium.ts';
import { namesInChromium } from './bundle.fixture.ts';
import { type Installed, type InstalledPackage, installPacked } from './installed.fixture.ts';

let installed: Installed;
beforeAll(async () => {
  installed = await installPacked();
});
afterAll(() => installed[Symbol.asyncDispose]());

/** What a careful user of the packages compiles with. */
const STRICT: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2024,
  lib: ['lib.es2024.d.ts', 'lib.esnext.disposable.d.ts', 'lib.dom.d.ts'],
  module: ts.ModuleKind.NodeNext,
  strict: true,
  exactOptionalPropertyTypes: true,
  noEmit: true,
  types: ['node'],
  typeRoots: [join(import.meta.dirname, '../../node_modules/@types')],
};

const entriesOf = ({ name, manifest }: InstalledPackage) =>
  Object.keys(manifest.exports).map((subpath) => name + subpath.slice(1));

/** The code block of a README, and what its comments say that it prints. */
async function exampleOf({
  folder,
}: InstalledPackage): Promise<{ code: string; prints: string } | undefined> {
  const readme = await readFile(join(folder, 'README.md'), 'utf8');
  const code = /```js\n([\s\S]*?)```/.exec(readme)?.[1];
  if (code === undefined) return undefined;
  const prints = [...code.matchAll(/console\.log\(.*\); \/\/ (.*)/g)].map(([, said]) => `${said}\n`).join('');
  return { code, prints };
}

describe('what is in a tarball', () => {
  test('built files with declarations, and no test, no data of tests, no conformance, no source', () => {
    for (const { files } of installed.packages) {
      expect(
        files.filter((file) => /\.(test|bench|fixture)\.|(^|\/)(fixtures?|conformance|bench)\//.test(file)),
      ).toEqual([]);
      expect(files.filter((file) => /\.ts$/.test(file) && !file.endsWith('.d.ts'))).toEqual([]);
      const built = files.filter((file) => file.endsWith('.js'));
      expect(built.filter((file) => !files.includes(file.replace(/\.js$/, '.d.ts')))).toEqual([]);
    }
  });

  test('a README, the licence, and a package.json that says what it is and where it comes from', () => {
    for (const { files, manifest } of installed.packages) {
      expect(files).toEqual(expect.arrayContaining(['README.md', 'LICENSE', 'package.json']));
      for (const field of ['description', 'keywords', 'license', 'repository', 'homepage', 'bugs']) {
        expect(manifest).toHaveProperty(field);
      }
    }
  });

  test('no name of a source file is left in what is imported', async () => {
    const left: string[] = [];
    for (const { folder, files } of installed.packages) {
      for (const file of files.filter((name) => /\.(js|d\.ts)$/.test(name))) {
        const text = await readFile(join(folder, file), 'utf8');
        if (withBuiltEndings(text) !== text) left.push(file);
      }
    }
    expect(left).toEqual([]);
  });
});

describe('in Node', () => {
  test('there is no TypeScript, and every entry of every package can be imported', async () => {
    expect(existsSync(join(installed.folder, 'node_modules/typescript'))).toBe(false);
    const entries = installed.packages.flatMap(entriesOf);
    const script = `for (const entry of ${JSON.stringify(entries)}) {
      await import(entry);
      console.log(entry);
    }`;
    await writeFile(join(installed.folder, 'imports.mjs'), script);
    const { stdout } = await installed.run(process.execPath, ['imports.mjs']);
    expect(stdout.trim().split('\n')).toEqual(entries);
  });

  test('the example of every README prints what it says', async () => {
    for (const one of installed.packages) {
      const example = await exampleOf(one);
      if (example === undefined) continue;
      await writeFile(join(installed.folder, 'example.mjs'), example.code);
      const { stdout } = await installed.run(process.execPath, ['example.mjs']);
      expect(stdout, one.name).toBe(example.prints);
    }
  });
});

describe('the declarations', () => {
  test('satisfy a strict compiler that looks into them', () => {
    const file = join(installed.folder, 'types.mts');
    const lines = installed.packages
      .flatMap(entriesOf)
      .map((entry, n) => `export * as e${n} from '${entry}';`);
    const host = ts.createCompilerHost(STRICT);
    const { getSourceFile } = host;
    host.getSourceFile = (name, options) =>
      name === file
        ? ts.createSourceFile(name, lines.join('\n'), options)
        : getSourceFile.call(host, name, options);
    const faults = ts.getPreEmitDiagnostics(ts.createProgram([file], STRICT, host));
    expect(faults.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([]);
  });
});

describe('the command', () => {
  test('npx mriscore says its version', async () => {
    const { stdout } = await installed.run('npx', ['mriscore', '--version']);
    expect(stdout).toBe('0.1.0\n');
  });

  test('npx mriscore demo goes from files to the report', async () => {
    await installed.run('npx', ['mriscore', 'demo', '--patients', '40', '--weights', 'scratch', '--quiet']);
    expect(existsSync(join(installed.folder, 'demo/8-report/report.html'))).toBe(true);
  });
});

describe.skipIf(CHROMIUM === undefined)('in Chromium, through a bundler', () => {
  for (const entry of ['stats', 'volume', 'engine/web', 'model', 'evaluation']) {
    test(`@mriscore/${entry} is bundled and imported`, async () => {
      const names = await namesInChromium(CHROMIUM!, installed.folder, `@mriscore/${entry}`);
      expect(names.length).toBeGreaterThan(3);
    });
  }
});
