/**
 * One set-up at a time, also when several commands are started at once on a bare clone.
 *
 * Reads and writes a lock file in the clone. A lock whose holder is dead is taken away.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ROOT } from './place.mjs';
import { say } from './say.mjs';

const LOCK = path.join(ROOT, '.mriscore', 'setup.lock');
/** A lock whose holder has not touched it for this long belonged to a process that was killed. */
const LOCK_STALE_MS = 60_000;
const LOCK_TOUCH_MS = 5_000;
const LOCK_POLL_MS = 500;

/** Takes the lock, or gives false: another process holds it. A dead holder's lock is removed first. */
function tryLock() {
  fs.mkdirSync(path.dirname(LOCK), { recursive: true });
  try {
    fs.writeFileSync(LOCK, `${process.pid} ${os.hostname()} ${Date.now()}\n`, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  const dead = deadHolder();
  if (dead === undefined) return false;
  removeLockOf(dead);
  return tryLock();
}

/** The lock's text when its holder is gone; undefined while it lives or when the lock has just been let go. */
function deadHolder() {
  try {
    const holder = fs.readFileSync(LOCK, 'utf8');
    const [pid, host] = holder.split(' ');
    if (Date.now() - fs.statSync(LOCK).mtimeMs > LOCK_STALE_MS) return holder;
    return host === os.hostname() && !isAlive(Number(pid)) ? holder : undefined;
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code !== 'ESRCH';
  }
}

/** Moves the lock aside, and puts it back when a living process took it between the look and the move. */
function removeLockOf(holder) {
  const aside = `${LOCK}.${process.pid}`;
  try {
    fs.renameSync(LOCK, aside);
    if (fs.readFileSync(aside, 'utf8') !== holder) fs.linkSync(aside, LOCK);
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error;
  }
  fs.rmSync(aside, { force: true });
}

/** Runs the set-up while no other process does, and lets go of the lock whatever happens. */
export async function withLock(setUp) {
  let told = false;
  while (!tryLock()) {
    if (!told)
      say(`another process is installing the packages; waiting for it (${path.relative(ROOT, LOCK)})`);
    told = true;
    await new Promise((resolve) => setTimeout(resolve, LOCK_POLL_MS));
  }
  const release = () => fs.rmSync(LOCK, { force: true });
  const touch = setInterval(
    () => fs.existsSync(LOCK) && fs.utimesSync(LOCK, new Date(), new Date()),
    LOCK_TOUCH_MS,
  );
  process.on('exit', release);
  try {
    await setUp();
  } finally {
    clearInterval(touch);
    process.off('exit', release);
    release();
  }
}
