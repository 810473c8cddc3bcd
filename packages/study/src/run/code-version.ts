/**
 * Which code would run a stage, as one hash, so that a changed program never reuses the work of the old one.
 *
 * Reads the source files that lie beside this one. Tests, their fixtures and benches do not count.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sha256 } from './hash.ts';

const PACKAGES = fileURLToPath(new URL('../../../', import.meta.url));

async function sourceFiles(folder: string): Promise<string[]> {
  if (folder.endsWith('.ts')) return [join(PACKAGES, folder)];
  const entries = await readdir(join(PACKAGES, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter(
      (entry) =>
        entry.isFile() && /\.[jt]s$/.test(entry.name) && !/\.(test|bench|fixture)\.[jt]s$/.test(entry.name),
    )
    .filter((entry) => !entry.parentPath.includes('node_modules'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/**
 * One hash over some source files and every source file of some folders.
 *
 * @param folders Relative to the folder that holds the packages, such as `engine/src` or `study/src/train/learn.ts`.
 */
export async function codeVersion(folders: readonly string[]): Promise<string> {
  const parts: string[] = [];
  for (const folder of [...folders].sort()) {
    for (const file of await sourceFiles(folder)) {
      parts.push(file.slice(PACKAGES.length).replaceAll('\\', '/'), sha256(await readFile(file)));
    }
  }
  return sha256(parts.join('\n'));
}
