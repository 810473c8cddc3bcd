/**
 * Keeps two runs out of one study folder.
 *
 * The lock names host, process and start. A lock whose process is gone from this machine is taken over; any other is
 * explained and left alone.
 */
import { readFile, rename, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { writeOnce } from '@mriscore/scans/disk';
import { StudyError } from '../errors.ts';
import { parseJson } from '../files/parse-json.ts';

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

/** Whether the owner of a lock may still be at work. A container that was started again gives the same number anew. */
function mayWork(owner: LockOwner, mine: LockOwner): boolean {
  if (owner.host !== mine.host) return true;
  const startedAt = Date.now() - process.uptime() * 1000;
  if (owner.pid === mine.pid) return Date.parse(owner.since) >= startedAt;
  return isAlive(owner.pid);
}

async function findOwner(path: string): Promise<LockOwner | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (parseJson(text, path) as LockOwner);
}

function locked(path: string, owner: LockOwner): StudyError {
  return new StudyError('run/locked', {
    found: `Process ${owner.pid} on ${owner.host} has been working in this study since ${owner.since}.`,
    needed: 'One run at a time in a study folder.',
    remedy: `Wait for it or stop it. If it is surely gone, delete ${path} and run again.`,
  });
}

/**
 * Moves the lock of a dead process away. When two do this at once, the slower one may have moved the lock that the
 * faster has just written: then it puts that back.
 *
 * @throws StudyError `run/locked` when the lock was not the dead one's any more.
 */
async function clearDeadLock(path: string, dead: LockOwner): Promise<void> {
  const aside = `${path}.${process.pid}.dead`;
  await rename(path, aside).catch(() => undefined);
  const moved = await findOwner(aside);
  if (moved !== undefined && (moved.pid !== dead.pid || moved.since !== dead.since)) {
    await writeOnce(path, `${JSON.stringify(moved)}\n`);
    await rm(aside, { force: true });
    throw locked(path, moved);
  }
  await rm(aside, { force: true });
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
    if (owner !== undefined && mayWork(owner, mine)) throw locked(path, owner);
    if (owner !== undefined) await clearDeadLock(path, owner);
    if (!(await writeOnce(path, text))) throw locked(path, (await findOwner(path)) ?? mine);
  }
  return { [Symbol.asyncDispose]: () => rm(path, { force: true }) };
}
