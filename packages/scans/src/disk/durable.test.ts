import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { type FileHandle, mkdir, mkdtemp, open, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  finishGrowing,
  grownBytes,
  openGrowing,
  TEMPORARY_NAME,
  writeAtomic,
  writeOnce,
} from './atomic-write.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'durable-'));
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true, force: true });
});

const MODULE = join(import.meta.dirname, 'atomic-write.ts');
const program = (body: string): string[] => [
  '--input-type=module',
  '-e',
  `const disk = await import(${JSON.stringify(MODULE)}); ${body}`,
];

const STRACE = ['/usr/bin/strace', '/bin/strace'].find(existsSync);

/** The calls that order what is on the disk, as the system sees them: `fsync PATH`, `rename TO`, `link TO`. */
function callsOf(body: string): string[] {
  const log = join(folder, 'trace');
  const calls = 'trace=fsync,fdatasync,rename,renameat,renameat2,link,linkat';
  execFileSync(STRACE!, [
    '-f',
    '-y',
    '-s',
    '500',
    '-o',
    log,
    '-e',
    calls,
    process.execPath,
    ...program(body),
  ]);
  return readFileSync(log, 'utf8')
    .split('\n')
    .filter((line) => line.includes(folder) && !line.includes('resumed'))
    .map((line) => {
      const sync = /\bf(?:data)?sync\(\d+<([^>]+)>/.exec(line)?.[1];
      if (sync !== undefined) return `fsync ${sync.replace(/\.\d+\.\d+\.tmp$/, '.tmp')}`;
      return `${/\b(rename|link)/.exec(line)![1]} ${line
        .match(/"[^"]+"/g)!
        .at(-1)!
        .slice(1, -1)}`;
    });
}

describe.skipIf(STRACE === undefined)(
  'what the system is told (skipped where strace is not installed)',
  () => {
    const at = (...names: string[]): string => join(folder, ...names);

    test('a file is flushed before it gets its name, and its folder after', () => {
      expect(callsOf(`await disk.writeAtomic(${JSON.stringify(at('file'))}, 'x');`)).toEqual([
        `fsync ${at('.file.tmp')}`,
        `rename ${at('file')}`,
        `fsync ${folder}`,
      ]);
      expect(callsOf(`await disk.writeOnce(${JSON.stringify(at('once'))}, 'x');`)).toEqual([
        `fsync ${at('.once.tmp')}`,
        `link ${at('once')}`,
        `fsync ${folder}`,
      ]);
    });

    test('a folder that is made is flushed into the one above it before a file in it counts', () => {
      expect(callsOf(`await disk.writeAtomic(${JSON.stringify(at('a', 'b', 'file'))}, 'x');`)).toEqual([
        `fsync ${folder}`,
        `fsync ${at('a')}`,
        `fsync ${at('a', 'b', '.file.tmp')}`,
        `rename ${at('a', 'b', 'file')}`,
        `fsync ${at('a', 'b')}`,
      ]);
    });

    test('a file that grew is flushed before it gets its name, and its folder after', () => {
      const names = [at('part'), at('whole')].map((name) => JSON.stringify(name));
      const body = `{ await using file = await disk.openGrowing(${names[0]}); await file.append(Uint8Array.of(1)); }
      await disk.finishGrowing(${names.join(', ')});`;
      expect(callsOf(body)).toEqual([`fsync ${at('part')}`, `rename ${at('whole')}`, `fsync ${folder}`]);
    });
  },
);

/** A small disk of its own, or undefined where none may be mounted. */
function smallDisk(path: string): string | undefined {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', path], { stdio: 'ignore' });
    return path;
  } catch {
    return undefined;
  }
}

const MAY_MOUNT = process.getuid?.() === 0 && ['/usr/bin/mount', '/bin/mount'].some(existsSync);

test.skipIf(!MAY_MOUNT)(
  'on a disk that is full the old file stays, whole (skipped where no disk may be mounted)',
  async ({ skip }) => {
    const disk = join(folder, 'disk');
    await mkdir(disk);
    if (smallDisk(disk) === undefined) skip('no disk may be mounted here');
    try {
      const path = join(disk, 'file');
      await writeAtomic(path, 'old');
      for (const write of [writeAtomic, writeOnce]) {
        await expect(write(path, new Uint8Array(2 ** 21))).rejects.toMatchObject({
          code: 'disk/no-space',
          details: { file: path },
        });
        expect(await readFile(path, 'utf8')).toBe('old');
        expect(await readdir(disk)).toEqual(['file']);
      }
      await using part = await openGrowing(join(disk, 'part'));
      await expect(part.append(new Uint8Array(2 ** 21))).rejects.toMatchObject({ code: 'disk/no-space' });
    } finally {
      execFileSync('umount', [disk]);
    }
  },
);

type Handle = Pick<FileHandle, 'writeFile' | 'sync'>;

/** What every open file of this process has its methods from. */
async function handlePrototype(): Promise<Handle> {
  const file = await open(join(folder, 'probe'), 'w');
  await file.close();
  await rm(join(folder, 'probe'));
  return Object.getPrototypeOf(file) as Handle;
}

const systemError = (code: string): Error =>
  Object.assign(new Error(`${code}: said by the system, write`), { code, syscall: 'write' });

describe('when the system refuses in the middle', () => {
  test('a quota that is used up leaves the old file and nothing beside it', async () => {
    const path = join(folder, 'file');
    await writeAtomic(path, 'old');
    const handle = await handlePrototype();
    const { writeFile } = handle;
    vi.spyOn(handle, 'writeFile').mockImplementation(async function (this: FileHandle, data) {
      await writeFile.call(this, (data as Uint8Array).subarray(0, 2));
      throw systemError('EDQUOT');
    });
    for (const write of [writeAtomic, writeOnce])
      await expect(write(path, 'newer')).rejects.toMatchObject({ code: 'disk/no-space' });
    expect(await readFile(path, 'utf8')).toBe('old');
    expect(await readdir(folder)).toEqual(['file']);
  });

  test('a file that cannot be flushed never gets its name', async () => {
    const path = join(folder, 'file');
    vi.spyOn(await handlePrototype(), 'sync').mockRejectedValue(systemError('EIO'));
    for (const write of [writeAtomic, writeOnce])
      await expect(write(path, 'new')).rejects.toMatchObject({ code: 'disk/input-output' });
    expect(await readdir(folder)).toEqual([]);
  });
});

test('what is there in any form is never replaced by writeOnce', async () => {
  await mkdir(join(folder, 'a folder'));
  await symlink('nowhere', join(folder, 'a link'));
  for (const name of ['a folder', 'a link']) expect(await writeOnce(join(folder, name), 'x')).toBe(false);
  expect((await readdir(folder)).sort()).toEqual(['a folder', 'a link']);
});

test('a writer that is killed leaves the old or the new file whole, and beside it temporaries at most', async () => {
  const path = join(folder, 'file');
  const body = `for (let n = 0; ; n++) await disk.writeAtomic(${JSON.stringify(path)}, Buffer.alloc(2 ** 21, 65 + (n % 26)));`;
  for (const afterMs of [0, 3, 11, 29]) {
    const child = spawn(process.execPath, program(body), { stdio: 'ignore' });
    const ended = new Promise((resolve) => child.on('exit', resolve));
    while (!existsSync(path)) await wait(5);
    await wait(afterMs);
    child.kill('SIGKILL');
    await ended;
    const bytes = readFileSync(path);
    expect(bytes.length).toBe(2 ** 21);
    expect(bytes.every((byte) => byte === bytes[0])).toBe(true);
    for (const name of readdirSync(folder))
      expect(name === 'file' || TEMPORARY_NAME.test(name), name).toBe(true);
    await rm(path);
  }
});

test('a file that grows goes on where it was left, begins anew when emptied, and ends under its name', async () => {
  const [part, whole] = [join(folder, 'deep', 'part'), join(folder, 'deep', 'whole')];
  expect(await grownBytes(part)).toBe(0);
  {
    await using file = await openGrowing(part);
    await file.append(Uint8Array.of(9, 9));
    await file.empty();
    expect(file.bytes).toBe(0);
    await file.append(Uint8Array.of(1, 2));
  }
  {
    await using file = await openGrowing(part);
    expect(file.bytes).toBe(2);
    await file.append(Uint8Array.of(3));
    expect(file.bytes).toBe(3);
  }
  expect(await grownBytes(part)).toBe(3);
  await finishGrowing(part, whole);
  expect([...(await readFile(whole))]).toEqual([1, 2, 3]);
  expect(await readdir(join(folder, 'deep'))).toEqual(['whole']);
});
