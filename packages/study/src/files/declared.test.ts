import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
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
    await writeFile(join(path, 'a.txt'), `a of ${root}`);
    await writeFile(join(path, 'b.txt'), `b of ${root}`);
  }
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const input = (root: HashedInput['root'], path: string): HashedInput => ({
  root,
  path,
  sha256: `${root} ${path}`,
  bytes: 9,
});
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

describe('the inputs of a unit', () => {
  test('are read from the root they were declared for', async () => {
    const files = inputFiles(roots, [
      input('study', 'a.txt'),
      input('data', 'a.txt'),
      input('weights', 'b.txt'),
    ]);
    expect(text(await files.study.read('a.txt'))).toBe('a of study');
    expect(text(await files.data.read('a.txt'))).toBe('a of data');
    expect(text(await files.weights.read('b.txt'))).toBe('b of weights');
  });

  test('are none but those that were declared, whatever lies beside them', async () => {
    const files = inputFiles(roots, [input('study', 'a.txt')]);
    await expect(files.study.read('b.txt')).rejects.toThrow('b.txt of study');
    await expect(files.data.read('a.txt')).rejects.toThrow('a.txt of data');
    await expect(files.weights.read('a.txt')).rejects.toThrow('a.txt of weights');
    expect(() => files.study.locate('b.txt')).toThrow('b.txt');
    expect(() => files.data.hashOf('a.txt')).toThrow('a.txt');
    expect([files.study.has('a.txt'), files.study.has('b.txt'), files.data.has('a.txt')]).toEqual([
      true,
      false,
      false,
    ]);
  });

  test('are told where they lie and what was in them when the unit was planned', () => {
    const { study } = inputFiles(roots, [input('study', 'a.txt')]);
    expect(study.locate('a.txt')).toBe(join(roots.study, 'a.txt'));
    expect(study.hashOf('a.txt')).toEqual({ path: 'a.txt', sha256: 'study a.txt', bytes: 9 });
  });

  test('may have absolute paths, which stay as they are', async () => {
    const path = join(roots.weights, 'a.txt');
    expect(text(await inputFiles(roots, [input('data', path)]).data.read(path))).toBe('a of weights');
  });

  test('that are gone are refused by the name they were declared under', async () => {
    const { data } = inputFiles(roots, [input('data', 'gone.txt')]);
    await expect(data.read('gone.txt')).rejects.toMatchObject({
      code: 'disk/not-there',
      message: expect.stringContaining('There is no gone.txt.'),
    });
  });
});

describe('the outputs of a unit', () => {
  test('are written where they were declared', async () => {
    const files = outputFiles(roots.study, ['deep/out.txt']);
    await files.write('deep/out.txt', 'whole');
    expect(await readFile(join(roots.study, 'deep/out.txt'), 'utf8')).toBe('whole');
  });

  test('are none but those that were declared, and nothing is written for another', async () => {
    const files = outputFiles(roots.study, ['out.txt']);
    await expect(files.write('a.txt', 'spoilt')).rejects.toThrow('a.txt');
    expect(await readFile(join(roots.study, 'a.txt'), 'utf8')).toBe('a of study');
  });
});

describe('what a plan looks at', () => {
  test('is any file of the study and of the data', async () => {
    const files = planFiles(roots);
    expect(text(await files.study.read('b.txt'))).toBe('b of study');
    expect(text(await files.data.read('b.txt'))).toBe('b of data');
    await expect(files.data.read('gone.txt')).rejects.toMatchObject({ code: 'disk/not-there' });
    expect(text(await filesOf(roots.weights).read('a.txt'))).toBe('a of weights');
  });

  test('is there or not, file or folder', async () => {
    const { exists } = planFiles(roots);
    await rm(join(roots.data, 'b.txt'));
    expect(await exists('data', 'a.txt')).toBe(true);
    expect(await exists('data', '.')).toBe(true);
    expect(await exists('data', 'b.txt')).toBe(false);
    expect(await exists('study', 'b.txt')).toBe(true);
  });
});

test('a link that leads back to itself is there for a plan, and is refused where it is read', async () => {
  await symlink('circle', join(roots.data, 'circle'));
  expect(await planFiles(roots).exists('data', 'circle')).toBe(true);
  await expect(filesOf(roots.data).read('circle')).rejects.toMatchObject({ code: 'disk/circular-link' });
});
