/**
 * Whether every package offers what it has: its front door and each folder of its sources with an index.
 *
 * Reads package.json files and the names of source files. Says nothing about what stands in an index.
 */
import { isDeepStrictEqual } from 'node:util';
import { exportsOf } from '../../scripts/build/exports.ts';
import type { Check, Manifest, Repository, Violation } from './check.ts';

const REMEDY = 'run node scripts/build/exports.ts --write';

/** Exports with their order: the first condition that holds is taken. */
const ordered = (exports: Readonly<Record<string, object>> | undefined) =>
  Object.entries(exports ?? {}).map(([name, entry]) => [name, Object.entries(entry)]);

function faultsOf(folder: string, manifest: Manifest, repository: Repository): Violation[] {
  const home = `packages/${folder}/`;
  const files = [...repository.paths].filter((file) => file.startsWith(home));
  const wanted = exportsOf(
    folder,
    files.map((file) => file.slice(home.length)),
  );
  if (isDeepStrictEqual(ordered(manifest.exports), ordered(wanted))) return [];
  const names = Object.keys(wanted).join(', ') || 'none';
  const message = `Found other exports than the sources have indexes. Needed ${names}: ${REMEDY}.`;
  return [{ file: `${home}package.json`, line: 1, name: 'exports', message }];
}

function findExports(repository: Repository): Violation[] {
  return [...repository.manifests].flatMap(([folder, manifest]) => faultsOf(folder, manifest, repository));
}

/** What a package can be asked for by name is what its sources offer. */
export const exported: Check = {
  name: 'exports',
  promise: 'a package exports its front door and every source folder with an index, for clones and installed',
  find: findExports,
};
