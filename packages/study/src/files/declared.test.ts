import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { filesOf, type HashedInput, inputFiles, outputFiles, planFiles, type Roots } from './declared.ts';

let folder: string;
let roots: Roots;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'declared-'));
  roots = { study: join(folder, 'study'), data: join(folder, 'data'), weights: join(folder, 'weights') };
  for (const [root, path] of Object.entries(roots)) {
    await mkdir(path);
    await writeFile(join(path, 'same.txt'), root);
  }
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const input = (root: HashedInput['root'], path = 'same.txt'): HashedInput => ({
  root,
  path,
  sha256: 'a'.repeat(64),
  bytes: 4,
});
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

describe('the inputs of a unit', () => {
  test('are read from the root that they were declared of', async () => {
    const { study, data } = inputFiles(roots, [input('study'), input('data')]);
    expect(text(await study.read('same.txt'))).toBe('study');
    expect(text(await data.read('same.txt'))).toBe('data');
    expect(data.locate('same.txt')).toBe(join(roots.data, 'same.txt'));
    expect(data.hashOf('same.txt')).toEqual({ path: 'same.txt', sha256: 'a'.repeat(64), bytes: 4 });
  });

  test('are all that a unit can open: a file that is there and was not declared is refused', async () => {
    const { study, weights } = inputFiles(roots, [input('study')]);
    expect(weights.has('same.txt')).toBe(false);
    await expect(weights.read('same.txt')).rejects.toThrow('same.txt of weights, which it had not declared');
    expect(() => weights.locate('same.txt')).toThrow('had not declared');
    for (const path of ['../data/same.txt', './same.txt', '/etc/hostname'])
      await expect(study.read(path)).rejects.toThrow('had not declared');
  });

  test('lie at an absolute path where the protocol names one', async () => {
    const path = join(roots.weights, 'same.txt');
    const { data } = inputFiles(roots, [input('data', path)]);
    expect(text(await data.read(path))).toBe('weights');
  });

  test('that went away since are named with a code', async () => {
    const { data } = inputFiles(roots, [input('data', 'gone.txt')]);
    await expect(data.read('gone.txt')).rejects.toMatchObject({ code: 'disk/not-there' });
  });
});

describe('the outputs of a unit', () => {
  test('are written whole below the study, and no other file is', async () => {
    const outputs = outputFiles(roots.study, ['1-series/P1.json']);
    await outputs.write('1-series/P1.json', 'text');
    expect(text(await filesOf(roots.study).read('1-series/P1.json'))).toBe('text');
    for (const path of ['1-series/P2.json', '../data/same.txt', 'same.txt'])
      await expect(outputs.write(path, 'x')).rejects.toThrow('which it had not declared');
    expect(text(await filesOf(roots.study).read('same.txt'))).toBe('study');
  });
});

describe('a plan', () => {
  test('sees whether a file is there, in each root', async () => {
    const { exists } = planFiles(roots);
    expect(await exists('data', 'same.txt')).toBe(true);
    expect(await exists('data', 'none.txt')).toBe(false);
    await symlink('nowhere', join(roots.data, 'link'));
    expect(await exists('data', 'link')).toBe(false);
  });
});
