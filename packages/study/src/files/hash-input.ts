/**
 * Names an input by its content: a file by its bytes, a folder by all files in it.
 */
import { createHash } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { type FileHash, hashFile } from './hash.ts';

/** Files in a folder and its folders, in an order that is the same on every machine. */
async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files
    .map(({ parentPath, name }) =>
      join(parentPath, name)
        .slice(folder.length + 1)
        .replaceAll(sep, '/'),
    )
    .sort();
}

/**
 * SHA-256 of a file, or of the names and hashes of all files of a folder.
 *
 * @param directory Absolute folder.
 * @param path Relative to it.
 * @throws the error of the file system when something cannot be read.
 */
export async function hashInput(directory: string, path: string): Promise<FileHash> {
  const whole = resolve(directory, path);
  if (!(await stat(whole)).isDirectory()) return await hashFile(directory, path);
  const digest = createHash('sha256');
  let total = 0;
  for (const file of await filesBelow(whole)) {
    const { sha256, bytes } = await hashFile(whole, file);
    digest.update(`${sha256}  ${file}\n`);
    total += bytes;
  }
  return { path, sha256: digest.digest('hex'), bytes: total };
}
