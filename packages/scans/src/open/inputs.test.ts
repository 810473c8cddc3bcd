import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PHANTOM_PLANES, phantomSeries } from '@mriscore/volume';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readVolume } from '../read/volume.ts';
import { readInputs } from './inputs.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inputs-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A made series in a folder. */
async function series(): Promise<string> {
  const path = join(folder, 'series');
  await mkdir(path);
  for (const { name, bytes } of phantomSeries(PHANTOM_PLANES[0]!)) await writeFile(join(path, name), bytes);
  return path;
}

describe('a folder', () => {
  test('gives DICOM files whole, the start of others, and follows a link into itself once', async () => {
    const path = await series();
    await symlink('.', join(path, 'again'));
    await writeFile(join(path, 'video.mp4'), new Uint8Array(100_000));
    const { single, files } = await readInputs(path);
    expect(single).toBe(false);
    expect(files.map(({ name }) => name)).toEqual([
      ...Array.from({ length: 9 }, (_, n) => `0${n + 1}.dcm`),
      'video.mp4',
    ]);
    expect(files[0]!.bytes.length).toBeGreaterThan(1024);
    expect(files[9]!.bytes.length).toBe(1024);
  });

  test('with a link that leads nowhere is refused, for a slice would be missing; a hidden one is no slice', async () => {
    const path = await series();
    await symlink('user@host.123', join(path, '.#05.dcm'));
    expect((await readVolume(path)).volume.geometry.size[2]).toBe(9);
    await symlink('fetched-later', join(path, '10.dcm'));
    await expect(readVolume(path)).rejects.toMatchObject({
      code: 'disk/not-there',
      details: { file: join(path, '10.dcm') },
    });
  });

  test('with a link that leads back to itself is refused by the name of the link', async () => {
    const path = await series();
    await symlink('loop.dcm', join(path, 'loop.dcm'));
    await expect(readVolume(path)).rejects.toMatchObject({
      code: 'disk/circular-link',
      details: { file: join(path, 'loop.dcm') },
    });
  });
});

describe('what cannot be opened has a code and its name:', () => {
  test.each([
    ['nothing there', 'nowhere.nii', 'scan/missing'],
    ['a folder in place of an image', 'folder.nii.gz', 'scan/none'],
    ['a file in place of a folder', 'file/inside.nii', 'disk/not-a-folder'],
    ['a link to itself', 'loop.nii', 'disk/circular-link'],
    ['a name that is too long', `${'n'.repeat(300)}.nii`, 'disk/name-too-long'],
  ])('%s', async (_what, name, code) => {
    await mkdir(join(folder, 'folder.nii.gz'));
    await writeFile(join(folder, 'file'), 'x');
    await symlink('loop.nii', join(folder, 'loop.nii'));
    const path = join(folder, name);
    const reading = readVolume(path);
    await expect(reading).rejects.toMatchObject({ code, details: { file: path } });
    await expect(reading).rejects.toThrow(path);
  });
});

/** Runs a body as a process of its own, which knows `scans` and `PATH`; permissions hold it up whoever starts it. */
function saidBy(body: string, limit?: string): string {
  const index = join(import.meta.dirname, '..', 'index.ts');
  const script = `
    if (${limit === undefined} && process.getuid?.() === 0) process.setuid(65534);
    const scans = await import(${JSON.stringify(index)});
    ${body}`;
  const node = [process.execPath, '--input-type=module', '-e', script];
  return limit === undefined
    ? execFileSync(node[0]!, node.slice(1), { encoding: 'utf8' })
    : execFileSync('bash', ['-c', `ulimit -n ${limit}; exec "$@"`, 'bash', ...node], { encoding: 'utf8' });
}

test.each([
  ['an image', (path: string) => join(path, '05.dcm')],
  ['one slice of a folder', (path: string) => path],
])('%s without the permission to read is refused by name', async (_what, input) => {
  const path = await series();
  await chmod(folder, 0o755);
  await chmod(join(path, '05.dcm'), 0);
  const read = `await scans.readVolume(${JSON.stringify(input(path))})
    .catch(({ code, details }) => console.log(code, details.file));`;
  expect(saidBy(read).trim()).toBe(`disk/not-allowed ${join(path, '05.dcm')}`);
});

test('a folder of 10000 DICOM files is read where 256 files may be open', async () => {
  const [image] = phantomSeries(PHANTOM_PLANES[0]!);
  const path = join(folder, 'many');
  await mkdir(path);
  for (let n = 0; n < 10_000; n += 100)
    await Promise.all(
      Array.from({ length: 100 }, (_, at) => writeFile(join(path, `${n + at}`), image!.bytes)),
    );
  const list = `const [series] = await scans.listSeries(${JSON.stringify(path)}); console.log(series.slices);`;
  expect(saidBy(list, '256').trim()).toBe('10000');
}, 60_000);
