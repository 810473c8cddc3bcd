/**
 * Where the clone lies, and the PATH with and without its own tools.
 */
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folder of the clone. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/** Folder of the programs that the clone installed, its own Node among them. */
export const TOOLS = path.join(ROOT, 'node_modules', '.bin');

/** PATH without this project's own tools, which npm is about to remove and write anew. */
export function pathWithoutTools() {
  const parts = (process.env.PATH ?? '').split(path.delimiter);
  return parts
    .filter((part) => part !== '' && !part.endsWith(path.join('node_modules', '.bin')))
    .join(path.delimiter);
}
