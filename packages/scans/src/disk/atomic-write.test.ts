import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { TEMPORARY_NAME, writeAtomic, writeOnce } from './atomic-write.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atomic-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('writeAtomic', () => {
  test('makes folders, writes text as UTF-8 and leaves nothing beside the file', async () => {
    const path = join(folder, 'deep', 'er', 'file.txt');
    await writeAtomic(path, 'Größe 128 µm');
    expect(await readFile(path, 'utf8')).toBe('Größe 128 µm');
    expect(await readdir(join(folder, 'deep', 'er'))).toEqual(['file.txt']);
  });

  test('replaces a file, and of many writers at once one wins whole', async () => {
    const path = join(folder, 'file');
    const texts = Array.from({ length: 20 }, (_, index) => `${index}`.repeat(50_000));
    await Promise.all(texts.map((text) => writeAtomic(path, text)));
    expect(texts).toContain(await readFile(path, 'utf8'));
    expect(await readdir(folder)).toEqual(['file']);
  });

  test('keeps the old file and leaves no temporary when the new one cannot be placed', async () => {
    const path = join(folder, 'file');
    await writeAtomic(join(path, 'inside'), 'the name is a folder now');
    await expect(writeAtomic(path, 'new')).rejects.toThrow();
    expect(await readdir(folder)).toEqual(['file']);
    expect(await readFile(join(path, 'inside'), 'utf8')).toBe('the name is a folder now');
  });
});

describe('writeOnce', () => {
  test('says who made the file, and the first content stays', async () => {
    const path = join(folder, 'file');
    expect(await writeOnce(path, 'first')).toBe(true);
    expect(await writeOnce(path, 'second')).toBe(false);
    expect(await readFile(path, 'utf8')).toBe('first');
    expect(await readdir(folder)).toEqual(['file']);
  });

  test('of many at once exactly one makes it', async () => {
    const path = join(folder, 'file');
    const made = await Promise.all(Array.from({ length: 20 }, (_, index) => writeOnce(path, `${index}`)));
    expect(made.filter(Boolean)).toHaveLength(1);
    expect(await readFile(path, 'utf8')).toBe(String(made.indexOf(true)));
  });
});

test('only names that a killed write leaves are taken for one', () => {
  expect(TEMPORARY_NAME.test('.weights.safetensors.123.4.tmp')).toBe(true);
  for (const name of ['notes.tmp', '.hidden.tmp', 'x.1.2.tmp', '.x.1.2.tmp.gz']) {
    expect(TEMPORARY_NAME.test(name), name).toBe(false);
  }
});
