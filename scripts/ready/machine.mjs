/**
 * Programs outside npm that a suite compares with: said before they are installed, and left out on request.
 *
 * Reads PATH and which system this is; installs with apt-get where that is possible.
 */
import fs from 'node:fs';
import path from 'node:path';
import { runChild } from './child.mjs';
import { say } from './say.mjs';

/** What an option asks for: one program of `anyOf`, or all of `allOf`; Debian has them in `packages`. */
export const MACHINE_TOOLS = {
  '--with-browser': {
    what: 'a Chromium browser',
    why: 'pages and WebGPU are tested in one; the fonts are for the pictures of reports',
    anyOf: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
    packages: ['chromium', 'fonts-dejavu-core', 'fonts-noto-cjk'],
  },
  '--with-dicom-tools': {
    what: 'DICOM programs to compare with',
    why: 'files that are written are checked, and files that are read are decoded a second time, by other programs',
    allOf: ['dciodvfy', 'dcm2niix', 'gdcmconv', 'dcmconv', 'dcmcjpeg'],
    packages: ['dicom3tools', 'dcm2niix', 'libgdcm-tools', 'dcmtk'],
  },
  '--with-strace': {
    what: 'strace',
    why: 'that files and folders are flushed before they are named is seen in what the system is told',
    allOf: ['strace'],
    packages: ['strace'],
  },
};

/** Option of a command, and variable of the environment, that leave the machine as it is. */
export const NO_INSTALL = { option: '--no-install', variable: 'MRISCORE_NO_INSTALL' };

const inPath = (program) =>
  (process.env.PATH ?? '')
    .split(path.delimiter)
    .some((folder) => folder !== '' && fs.existsSync(path.join(folder, program)));

const canInstall = () =>
  fs.existsSync('/etc/debian_version') && inPath('apt-get') && process.getuid?.() === 0;

/** Programs that are missing for an option. */
function missingFor({ anyOf = [], allOf = [] }) {
  if (allOf.length > 0) return allOf.filter((name) => !inPath(name));
  return anyOf.some(inPath) ? [] : anyOf;
}

function sayMissing({ tool, missing }) {
  say(`Found no ${missing.join(', ')}. Tests that need ${tool.what} will be skipped, counted and named.`);
  say(`To run them, install it (on Debian as root: apt-get install ${tool.packages.join(' ')}).`);
}

/**
 * Says what will be installed on this machine and why, before anything is; gives what is to be installed.
 *
 * @param flags Options that ask for programs.
 * @param refused Whether the person wants nothing installed.
 */
export function planMachineTools(flags, refused) {
  const wanted = flags
    .map((flag) => ({ tool: MACHINE_TOOLS[flag], missing: missingFor(MACHINE_TOOLS[flag]) }))
    .filter(({ missing }) => missing.length > 0);
  if (wanted.length === 0) return [];
  if (refused || !canInstall()) {
    wanted.forEach(sayMissing);
    return [];
  }
  say('These system packages will be installed with apt-get:');
  for (const { tool } of wanted) say(`  ${tool.packages.join(' ')}: ${tool.what}; ${tool.why}.`);
  say(
    `To leave this machine as it is, stop now and add -- ${NO_INSTALL.option}, or set ${NO_INSTALL.variable}=1.`,
  );
  return wanted.map(({ tool }) => tool);
}

/** Installs what was planned; where that fails, says so and goes on. */
export async function installMachineTool({ what, packages }) {
  say(`installing ${what} (${packages.join(' ')})`);
  const options = {
    stdio: ['ignore', 'ignore', 2],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  };
  await runChild('apt-get', ['update', '-qq'], options);
  const quiet = ['-qq', '-y', '-o', 'DPkg::Lock::Timeout=600', '--no-install-recommends'];
  const code = await runChild('apt-get', ['install', ...quiet, ...packages], options);
  if (code !== 0) say(`apt-get ended with exit code ${code}. Tests that need ${what} will be skipped.`);
}
