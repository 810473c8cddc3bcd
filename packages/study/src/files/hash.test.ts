import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hashFile, sha256 } from './hash.ts';
import { hashInput } from './hash-input.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hash-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** FIPS 180-2, appendix B.1: the message `abc`. */
const ABC = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';

async function write(files: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(join(folder, path, '..'), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}

describe('the hash of a file', () => {
  test('is SHA-256 of its bytes, in memory and on the disk', async () => {
    await write({ 'scan.nii': 'abc' });
    expect(sha256('abc')).toBe(ABC);
    expect(sha256(Uint8Array.of(97, 98, 99))).toBe(ABC);
    expect(await hashFile(folder, 'scan.nii')).toEqual({ path: 'scan.nii', sha256: ABC, bytes: 3 });
    expect(await hashInput(folder, 'scan.nii')).toEqual({ path: 'scan.nii', sha256: ABC, bytes: 3 });
  });

  test('is that of the whole file, however many pieces it is read in', async () => {
    const large = new Uint8Array(1_000_003).map((_, index) => index % 251);
    await write({ large });
    const expected = createHash('sha256').update(large).digest('hex');
    expect(await hashFile(folder, 'large')).toEqual({ path: 'large', sha256: expected, bytes: 1_000_003 });
  });
});

describe('the hash of a folder', () => {
  test('is that of what sha256sum prints of its files, in the order of their names', async () => {
    await write({ 'series/b.dcm': 'abc', 'series/a/2.dcm': 'abcd', 'series/a/10.dcm': '' });
    const lines = [`${sha256('')}  a/10.dcm`, `${sha256('abcd')}  a/2.dcm`, `${ABC}  b.dcm`];
    expect(await hashInput(folder, 'series')).toEqual({
      path: 'series',
      sha256: sha256(`${lines.join('\n')}\n`),
      bytes: 7,
    });
  });

  test('is another when a file is renamed, changed, added or removed', async () => {
    await write({ 'series/a.dcm': 'abc', 'series/b.dcm': 'abc' });
    const hashes = [(await hashInput(folder, 'series')).sha256];
    const change = async (files: Readonly<Record<string, string>>, gone?: string): Promise<void> => {
      await write(files);
      if (gone !== undefined) await rm(join(folder, gone));
      hashes.push((await hashInput(folder, 'series')).sha256);
    };
    await change({ 'series/c.dcm': 'abc' });
    await change({ 'series/d.dcm': 'abc' }, 'series/c.dcm');
    await change({ 'series/d.dcm': 'abd' });
    expect(new Set(hashes).size).toBe(4);
    await change({}, 'series/d.dcm');
    expect(hashes.at(-1)).toBe(hashes[0]);
  });

  test('is asked of a path that is there', async () => {
    await expect(hashInput(folder, 'gone')).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
