/**
 * Clears away what a killed run was writing when it died: unfinished temporary files, which nobody will ever name.
 *
 * Looks only into folders that stages write, and only at names that `atomic-write.ts` makes. Called under the lock.
 */
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { TEMPORARY_NAME } from '@mriscore/scans/disk';

async function namesIn(directory: string, recursive: boolean): Promise<readonly string[]> {
  const entries = await readdir(directory, { recursive, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile() && TEMPORARY_NAME.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

/**
 * Removes the temporary files of runs that were killed.
 *
 * @param directory The study folder; nobody else may be writing into it.
 * @param folders Folders of finished work, relative to it, searched with everything below them.
 * @returns how many files were removed.
 */
export async function removeLeftovers(directory: string, folders: readonly string[]): Promise<number> {
  const below = await Promise.all(folders.map((folder) => namesIn(join(directory, folder), true)));
  const paths = [...(await namesIn(directory, false)), ...below.flat()];
  await Promise.all(paths.map((path) => rm(path, { force: true })));
  return paths.length;
}
