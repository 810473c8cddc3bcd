import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeAtomic } from './atomic-write.ts';
import { DISK_ERROR_CODES, DiskError, explainSystemError, onDisk } from './errors.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'disk-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A system error as Node makes it, for faults that no test can bring about. */
function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: said by the system, read '/data/a'`), {
    code,
    path: '/data/a',
    syscall: 'read',
  });
}

test.each([
  ['a file that is not there', 'none', 'disk/not-there'],
  ['a folder in place of a file', '.', 'disk/is-a-folder'],
  ['a file in place of a folder', 'file/inside', 'disk/not-a-folder'],
  ['a link to itself', 'loop', 'disk/circular-link'],
  ['a name that is too long', 'n'.repeat(300), 'disk/name-too-long'],
])('%s has a code of its own and is named as the caller names it', async (_, name, code) => {
  await writeFile(join(folder, 'file'), '');
  await symlink('loop', join(folder, 'loop'));
  const reading = onDisk(readFile(join(folder, name)), 'images/P1.nii.gz');
  await expect(reading).rejects.toMatchObject({ code, details: { file: 'images/P1.nii.gz' } });
  await expect(reading).rejects.toThrow(/images\/P1\.nii\.gz/);
});

test.each(['ENOSPC', 'EDQUOT', 'EMFILE', 'ENFILE', 'EIO', 'EACCES', 'EPERM', 'EROFS', 'EBUSY', 'EXDEV'])(
  '%s becomes a coded message with the path that the system named',
  (code) => {
    const explained = explainSystemError(systemError(code));
    expect(explained).toBeInstanceOf(DiskError);
    const { code: own, message, details } = explained as DiskError;
    expect(DISK_ERROR_CODES).toContain(own);
    expect(message).toContain('/data/a');
    expect(details).toEqual({ file: '/data/a' });
  },
);

test('a refusal without words of its own is in those of the system, without the path behind them', () => {
  const refused = (message: string): DiskError =>
    explainSystemError(
      Object.assign(new Error(message), { code: 'EXDEV', path: '/data/Doe', syscall: 'rename' }),
      'study.yaml',
    ) as DiskError;
  const { code, message } = refused("EXDEV: cross-device link not permitted, rename '/data/Doe' -> '/b'");
  expect(code).toBe('disk/refused');
  expect(message).toContain('(EXDEV: cross-device link not permitted)');
  expect(message).not.toContain('Doe');
  expect(refused('refused in another form').message).toContain('(refused in another form)');
});

test('a system error is one that names a call and a path, or one of those that are known', () => {
  const made = (details: object): Error => Object.assign(new Error('E'), details);
  const known = made({ code: 'ENOSPC' });
  expect(explainSystemError(known)).toMatchObject({
    code: 'disk/no-space',
    details: { file: 'a file' },
    cause: known,
  });
  for (const other of [
    made({ code: 'EXDEV', syscall: 'rename' }),
    made({ code: 'EXDEV', path: '/a' }),
    made({ code: 'XDEV', path: '/a', syscall: 'rename' }),
    made({ code: 'EXDEV-1', path: '/a', syscall: 'rename' }),
    made({ path: '/a', syscall: 'rename' }),
  ])
    expect(explainSystemError(other)).toBe(other);
});

test('what is no refusal of a file stays as it is', async () => {
  const refused = await new Promise((resolve) =>
    connect({ port: 1, host: '127.0.0.1' }).on('error', resolve),
  );
  const own = new DiskError('disk/busy', { found: '.', needed: '.', remedy: '.' }, 'a');
  for (const cause of [new TypeError('broken'), 'text', undefined, refused, own])
    expect(explainSystemError(cause, 'a')).toBe(cause);
});

test('a folder that may not be written to is said to be that, however deep the file lies', async () => {
  await chmod(folder, 0o555);
  const path = join(folder, 'ledger', 'deep', 'lock.json');
  // Permissions hold nobody up who may do everything, so the writing is done as somebody else.
  const script = `
    if (process.getuid() === 0) process.setuid(65534);
    const { writeAtomic } = await import(${JSON.stringify(join(import.meta.dirname, 'atomic-write.ts'))});
    await writeAtomic(${JSON.stringify(path)}, 'x').catch(({ code, details }) => console.log(code, details.file));`;
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  expect(said.trim()).toBe(`disk/not-allowed ${path}`);
  await chmod(folder, 0o700);
});

test('a folder below a link that leads nowhere is refused at once', async () => {
  await mkdir(join(folder, 'a'));
  await symlink(join(folder, 'gone'), join(folder, 'a', 'link'));
  await expect(writeAtomic(join(folder, 'a', 'link', 'b', 'file'), 'x')).rejects.toMatchObject({
    code: 'disk/not-there',
  });
});
