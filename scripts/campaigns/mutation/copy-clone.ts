/**
 * A copy of the clone that may be broken.
 *
 * Packages of the project resolve to the copy's own sources, everything else to what the clone has installed.
 */
import { chmod, cp, mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

/** Folders that are neither source nor test, wherever they lie. */
const LEFT_OUT = new Set(['.git', 'node_modules', 'dist', 'coverage', '.mriscore']);
/** Links of workspaces, relative; and what tools keep for one clone alone. */
const OWN = new Set(['@mriscore', 'mriscore']);
const CACHES = new Set(['.cache', '.vite', '.vite-temp', '.vitest']);

async function linkInstalled(clone: string, copy: string): Promise<void> {
  const [from, to] = [join(clone, 'node_modules'), join(copy, 'node_modules')];
  await mkdir(to);
  for (const name of await readdir(from)) {
    if (CACHES.has(name)) continue;
    if (OWN.has(name))
      await cp(join(from, name), join(to, name), { recursive: true, verbatimSymlinks: true });
    else await symlink(join(from, name), join(to, name));
  }
}

/** A folder that goes with its owner. */
export interface CloneCopy extends AsyncDisposable {
  readonly path: string;
}

/**
 * Copies the sources and tests of a clone below the folder for temporary files.
 *
 * @param clone Folder of the clone, with its dependencies installed.
 */
export async function copyClone(clone: string): Promise<CloneCopy> {
  const parent = await mkdtemp(join(tmpdir(), 'mriscore-mutate-'));
  // Tests that give up the rights of root still have to read the sources.
  await chmod(parent, 0o755);
  const path = join(parent, 'clone');
  await cp(clone, path, { recursive: true, filter: (source) => !LEFT_OUT.has(basename(source)) });
  await linkInstalled(clone, path);
  return { path, [Symbol.asyncDispose]: () => rm(parent, { recursive: true, force: true }) };
}
