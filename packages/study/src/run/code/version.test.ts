import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { STAGES } from '../../stages.ts';
import { reachOf } from './reach.ts';
import { codeVersion } from './version.ts';

const ROOT = fileURLToPath(new URL('../../../../../', import.meta.url));
const OWN = ['engine', 'evaluation', 'model', 'scans', 'simulation', 'stats', 'study', 'volume'];

/** A clone of the packages in which a test may change files. */
let clone: string;
beforeAll(async () => {
  clone = await mkdtemp(join(tmpdir(), 'mriscore-code-'));
  await mkdir(join(clone, 'node_modules', '@mriscore'), { recursive: true });
  for (const name of OWN) {
    const from = join(ROOT, 'packages', name);
    await cp(join(from, 'src'), join(clone, 'packages', name, 'src'), { recursive: true });
    await cp(join(from, 'package.json'), join(clone, 'packages', name, 'package.json'));
    await symlink(join(clone, 'packages', name), join(clone, 'node_modules', '@mriscore', name));
  }
  for (const name of await readdir(join(ROOT, 'node_modules')))
    if (name !== '@mriscore' && !name.startsWith('.'))
      await symlink(join(ROOT, 'node_modules', name), join(clone, 'node_modules', name));
});
afterAll(() => rm(clone, { recursive: true, force: true }));

/** The module of a stage in the clone. */
function moduleOf(stage: string): string {
  return join(clone, 'packages/study/src/stages', stage, 'stage.ts');
}

function keyOf(stage: string): string {
  return codeVersion(pathToFileURL(moduleOf(stage)).href);
}

/** What the check finds while a file of the clone has other text. */
async function whileChanged<T>(file: string, change: (text: string) => string, find: () => T): Promise<T> {
  const path = join(clone, file);
  const text = await readFile(path, 'utf8').catch(() => undefined);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, change(text ?? ''));
  try {
    return find();
  } finally {
    if (text === undefined) await rm(path);
    else await writeFile(path, text);
  }
}

/** Every source file of the clone, tests and fixtures too. */
async function allFiles(): Promise<readonly string[]> {
  const entries = await readdir(join(clone, 'packages'), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && entry.name.endsWith('.ts'));
  return files.map((entry) => relative(clone, join(entry.parentPath, entry.name)));
}

/** Files of which a stage reaches something, by what it says of itself. */
function reached(stage: string): ReadonlySet<string> {
  const { modules } = reachOf(moduleOf(stage));
  return new Set([...modules.keys()].map((file) => relative(clone, file)));
}

const DOES_SOMETHING = (text: string): string => `${text}\nglobalThis.changed = 1;\n`;

describe('the code of a stage', () => {
  test('has the same hash wherever it lies', () => {
    for (const { name, module } of STAGES) expect(keyOf(name), name).toBe(codeVersion(module));
  });

  test.each(STAGES.map(({ name }) => name))(
    '%s: a change in any file that it reaches is another hash, a change in all others is none',
    async (stage) => {
      const files = await allFiles();
      const own = reached(stage);
      const before = keyOf(stage);
      const inside = files.filter((file) => own.has(file));
      expect(inside.length).toBeGreaterThan(10);
      for (const file of inside)
        expect(await whileChanged(file, DOES_SOMETHING, () => keyOf(stage)), file).not.toBe(before);
      const outside = files.filter((file) => !own.has(file));
      const texts = await Promise.all(outside.map((file) => readFile(join(clone, file), 'utf8')));
      await Promise.all(
        outside.map((file, at) => writeFile(join(clone, file), DOES_SOMETHING(texts[at] ?? ''))),
      );
      expect(keyOf(stage)).toBe(before);
      await Promise.all(outside.map((file, at) => writeFile(join(clone, file), texts[at] ?? '')));
    },
  );

  test.each([
    ['stats/src/survival/cox/fit.ts', 'train', false],
    ['stats/src/survival/cox/fit.ts', 'survive', true],
    ['evaluation/src/table/parse.ts', 'cohort', true],
    ['study/src/files/read-scores.ts', 'evaluate', true],
    ['study/src/stages/train/loader-process.ts', 'train', true],
    ['engine/src/runtime/node/worker.ts', 'encode', true],
    ['engine/src/optimise/adamw.ts', 'encode', false],
    ['study/src/run/run-study.ts', 'train', false],
    ['study/src/stages/fuse/stage.ts', 'train', false],
  ] as const)('packages/%s belongs to %s: %s', (file, stage, belongs) => {
    expect(reached(stage).has(`packages/${file}`)).toBe(belongs);
  });

  test('holds the exact version of every package that it reaches, and of what these need', () => {
    const packages = reachOf(moduleOf('train')).packages;
    for (const name of ['onnxruntime-node', 'onnxruntime-common', 'koffi', 'zod'])
      expect([...(packages.get(name) ?? [])], name).toHaveLength(1);
    const decoders = [...reachOf(moduleOf('preprocess')).packages.keys()];
    expect(decoders).toContain('dcmjs-codecs');
    expect(decoders, 'a package that only another stage reaches is not in it').not.toContain(
      'onnxruntime-node',
    );
  });

  test('is another one when a dependency has another version', async () => {
    const before = keyOf('evaluate');
    const link = join(clone, 'node_modules', 'csv-parse');
    const real = join(ROOT, 'node_modules', 'csv-parse');
    await rm(link);
    await cp(real, link, { recursive: true });
    const raise = (text: string): string => text.replace(/"version": "[^"]+"/, '"version": "99.0.0"');
    const after = await whileChanged('node_modules/csv-parse/package.json', raise, () => keyOf('evaluate'));
    expect(after).not.toBe(before);
    expect(keyOf('evaluate')).toBe(before);
  });

  test('is the same when only comments, types and the sentences of errors change', async () => {
    const file = 'packages/study/src/stages/train/learn.ts';
    const say = (text: string): string => {
      const changed = text
        .replace(/^\/\*\*/, '/** Another head.')
        .replace('A training loss has to stay finite.', 'A finite loss.');
      expect(changed).not.toBe(text);
      expect(changed).toContain('A finite loss.');
      return changed;
    };
    const before = keyOf('train');
    expect(await whileChanged(file, say, () => keyOf('train'))).toBe(before);
    const slower = (text: string): string =>
      text.replace('const BATCHES_A_RUN = ', 'const BATCHES_A_RUN = 1 + ');
    expect(await whileChanged(file, slower, () => keyOf('train'))).not.toBe(before);
  });

  test('cannot be made while a module that it imports is missing', async () => {
    const broken = (text: string): string => `import { gone } from './not-there.ts';\n${text}\ngone();\n`;
    const file = 'packages/study/src/stages/cohort/split.ts';
    const refused = whileChanged(file, broken, () => keyOf('cohort'));
    await expect(refused).rejects.toThrow(/split\.ts names .*not-there\.ts, and there is no such file/);
  });
});
