/**
 * Keeps two runs out of one study folder.
 *
 * The lock names host, process and start. A lock whose process is gone from this machine is taken over; any other is
 * explained and left alone.
 */
import { readFile, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { StudyError } from '../errors.ts';
import { writeOnce } from './atomic-write.ts';

const LOCK = 'ledger/lock.json';

interface LockOwner {
  readonly host: string;
  readonly pid: number;
  readonly since: string;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function findOwner(path: string): Promise<LockOwner | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as LockOwner);
}

function locked(path: string, owner: LockOwner): StudyError {
  return new StudyError('run/locked', {
    found: `Process ${owner.pid} on ${owner.host} has been working in this study since ${owner.since}.`,
    needed: 'One run at a time in a study folder.',
    remedy: `Wait for it or stop it. If it is surely gone, delete ${path} and run again.`,
  });
}

/**
 * Takes the lock of a study folder.
 *
 * @returns a resource that gives the lock back when disposed.
 * @throws StudyError `run/locked` while another run holds it.
 */
export async function lockStudy(directory: string, now: Date): Promise<AsyncDisposable> {
  const path = join(directory, LOCK);
  const mine: LockOwner = { host: hostname(), pid: process.pid, since: now.toISOString() };
  const text = `${JSON.stringify(mine)}\n`;
  if (!(await writeOnce(path, text))) {
    const owner = await findOwner(path);
    if (owner !== undefined && (owner.host !== mine.host || isAlive(owner.pid))) throw locked(path, owner);
    await rm(path, { force: true });
    if (!(await writeOnce(path, text))) throw locked(path, (await findOwner(path)) ?? mine);
  }
  return { [Symbol.asyncDispose]: () => rm(path, { force: true }) };
}
