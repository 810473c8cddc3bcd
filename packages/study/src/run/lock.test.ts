import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lockStudy } from './lock.ts';

const NOW = new Date();
let study: string;
beforeEach(async () => {
  study = await mkdtemp(join(tmpdir(), 'lock-'));
  await mkdir(join(study, 'ledger'));
});
afterEach(() => rm(study, { recursive: true, force: true }));

function writeLock(owner: object): Promise<void> {
  return writeFile(join(study, 'ledger/lock.json'), JSON.stringify(owner));
}

async function deadProcess(): Promise<number> {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await once(child, 'exit');
  return child.pid ?? 0;
}

describe('lockStudy', () => {
  test('a second run is refused with who works and since when, and may try again', async () => {
    await using _lock = await lockStudy(study, NOW);
    const refused = lockStudy(study, new Date());
    await expect(refused).rejects.toMatchObject({ code: 'run/locked', exitCode: 75 });
    await expect(refused).rejects.toThrow(`Process ${process.pid} on ${hostname()}`);
    await expect(refused).rejects.toThrow(NOW.toISOString());
  });

  test('the lock is given back', async () => {
    {
      await using _lock = await lockStudy(study, NOW);
    }
    expect(await readdir(join(study, 'ledger'))).toEqual([]);
    await using _again = await lockStudy(study, NOW);
  });

  test('the lock of a process that is gone from this machine is taken over', async () => {
    await writeLock({ host: hostname(), pid: await deadProcess(), since: NOW.toISOString() });
    await using _lock = await lockStudy(study, NOW);
    const owner = JSON.parse(await readFile(join(study, 'ledger/lock.json'), 'utf8')) as { pid: number };
    expect(owner.pid).toBe(process.pid);
  });

  test('a lock with our own number from before we were started is taken over', async () => {
    await writeLock({ host: hostname(), pid: process.pid, since: '2020-01-01T00:00:00.000Z' });
    await using _lock = await lockStudy(study, new Date());
  });

  test('the lock of another machine is left alone, with what to do', async () => {
    await writeLock({ host: 'elsewhere', pid: 1, since: NOW.toISOString() });
    await expect(lockStudy(study, NOW)).rejects.toThrow(/on elsewhere .* delete .*lock\.json/);
  });

  test.each([
    ['a free lock', async () => undefined],
    [
      'the lock of a dead process',
      async () => writeLock({ host: hostname(), pid: await deadProcess(), since: 'x' }),
    ],
  ])('of many who want %s at once exactly one gets it', async (_, prepare) => {
    await prepare();
    const results = await Promise.allSettled(Array.from({ length: 10 }, () => lockStudy(study, NOW)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await readdir(join(study, 'ledger'))).toEqual(['lock.json']);
  });
});
