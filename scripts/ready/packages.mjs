/**
 * The packages of package-lock.json, installed once.
 *
 * Reads what the lock file wants and what npm says is there; runs `npm ci` when they differ.
 */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { interruption, npmCommand, runChild } from './child.mjs';
import { pathWithoutTools, ROOT } from './place.mjs';
import { EXIT, say, stop } from './say.mjs';

const STAMP = path.join(ROOT, 'node_modules', '.mriscore-ready');

/** What the installation depends on, as one hash: the lock file and the kind of machine. */
function wantedHash() {
  const lockFile = fs.readFileSync(path.join(ROOT, 'package-lock.json'));
  return createHash('sha256').update(lockFile).update(`\n${process.platform}-${process.arch}`).digest('hex');
}

function readJson(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Whether npm's own record of what it installed says the same as the lock file, as after a plain `npm install`. */
function installedAsLocked() {
  const wanted = readJson(path.join(ROOT, 'package-lock.json'))?.packages;
  const present = readJson(path.join(ROOT, 'node_modules', '.package-lock.json'))?.packages;
  if (!wanted || !present) return false;
  return Object.entries(wanted).every(([place, entry]) => {
    if (!place.includes('node_modules')) return true;
    const found = present[place];
    if (!found) return entry.optional === true || entry.devOptional === true;
    return (
      found.version === entry.version && found.integrity === entry.integrity && found.link === entry.link
    );
  });
}

/** Whether nothing has to be installed. Writes the stamp when only that was missing. */
export function isReady() {
  const hash = wantedHash();
  if (fs.existsSync(STAMP) && fs.readFileSync(STAMP, 'utf8').trim() === hash) return true;
  if (!installedAsLocked()) return false;
  fs.writeFileSync(STAMP, `${hash}\n`);
  return true;
}

/** `npm ci` from the lock file, quiet unless it fails. */
export async function install() {
  if (isReady()) return;
  say('installing the packages of package-lock.json (npm ci); this happens once');
  const started = Date.now();
  fs.rmSync(STAMP, { force: true });
  fs.rmSync(path.join(ROOT, 'node_modules', '.package-lock.json'), { force: true });
  const [program, before] = npmCommand();
  const code = await runChild(
    program,
    [...before, 'ci', '--include=dev', '--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'],
    {
      cwd: ROOT,
      // npm's list of what it did goes with our own messages, so that a command's output stays its own.
      stdio: ['ignore', 2, 2],
      env: { ...process.env, PATH: pathWithoutTools(), ONNXRUNTIME_NODE_INSTALL: 'skip' },
    },
  );
  const signal = interruption();
  if (signal !== undefined) {
    stop(128 + os.constants.signals[signal], `interrupted by ${signal} while npm was installing`);
  }
  if (code !== 0) {
    stop(
      EXIT.tryAgain,
      `npm ci ended with exit code ${code}; the lines above say why.`,
      'Needed every package of package-lock.json. Check the network or the npm registry setting, then run the same command again.',
    );
  }
  fs.writeFileSync(STAMP, `${wantedHash()}\n`);
  say(`installed in ${Math.round((Date.now() - started) / 1000)} s`);
}
