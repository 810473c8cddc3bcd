/**
 * Reads the repository from the disk into what the checks look at.
 *
 * Walks the folders that hold source and prose. What git ignores is not looked for by name; only folders that tools
 * write are left out.
 */
import fs from 'node:fs';
import path from 'node:path';
import { type Repository, repositoryOf } from './check.ts';

const SKIPPED_FOLDERS = new Set(['node_modules', 'dist', 'coverage', 'fixtures']);
const FOLDERS = [
  'packages',
  'scripts',
  'tests',
  'bench',
  'examples',
  'docs',
  '.ci',
  '.devcontainer',
  '.github',
];
const TEXT = /\.(tsx?|jsx?|mjs|cjs|json|md|ya?ml|cff|sh|html|css|toml)$|^run$|^NOTICE$/;
/** A text larger than this is data. */
const TEXT_LIMIT_BYTES = 1 << 20;

function* walk(root: string, folder: string): Generator<string> {
  for (const entry of fs.readdirSync(path.join(root, folder), { withFileTypes: true })) {
    const file = path.posix.join(folder, entry.name);
    if (entry.isDirectory() && !SKIPPED_FOLDERS.has(entry.name)) yield* walk(root, file);
    else if (entry.isFile()) yield file;
  }
}

/** Files at the root, then everything below the folders of source and prose. */
function* allFiles(root: string): Generator<string> {
  for (const entry of fs.readdirSync(root, { withFileTypes: true })) {
    if (entry.isFile()) yield entry.name;
    else if (entry.isDirectory() && FOLDERS.includes(entry.name)) yield* walk(root, entry.name);
  }
}

/**
 * The repository as it is on the disk.
 *
 * @param root Its folder.
 */
export function readRepository(root: string): Repository {
  const texts: Record<string, string> = {};
  const others: string[] = [];
  for (const file of allFiles(root)) {
    const isText = TEXT.test(path.posix.basename(file));
    const whole = path.join(root, file);
    if (isText && fs.statSync(whole).size <= TEXT_LIMIT_BYTES) texts[file] = fs.readFileSync(whole, 'utf8');
    else others.push(file);
  }
  const repository = repositoryOf(texts);
  return { ...repository, paths: new Set([...repository.paths, ...others]) };
}
