/**
 * The Node that a command gets: new enough, and told to run the sources of this clone.
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { pathWithoutTools, TOOLS } from './place.mjs';
import { EXIT, stop } from './say.mjs';

/** Oldest Node that runs the sources as they are (types are stripped, `using` and node:sqlite are there). */
const NEEDED_NODE = [24, 0];
/** Under this condition packages resolve to their sources, here and in every process that the command starts. */
const SOURCES = '--conditions=@mriscore/source';

/** Node's options for the command: those that are set, and the sources. */
function nodeOptions() {
  const set = process.env.NODE_OPTIONS ?? '';
  return set.includes(SOURCES) ? set : `${set} ${SOURCES}`.trim();
}

/** Stops unless the Node that the command will get is new enough. */
export function checkNode() {
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

/** The environment of a command: the clone's own Node and tools first, its packages resolved to their sources. */
export function commandEnvironment() {
  const PATH = `${TOOLS}${path.delimiter}${pathWithoutTools()}`;
  return { ...process.env, PATH, NODE_OPTIONS: nodeOptions() };
}
