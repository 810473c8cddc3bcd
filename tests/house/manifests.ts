/**
 * Whether every package.json says what follows from the root and from the sources: exports, files, links, licence.
 *
 * Reads package.json files and the names of source files. Says nothing about what stands in an index.
 */
import { derivedManifest, type Shared } from '../../scripts/build/manifests.ts';
import type { Check, Repository, Violation } from './check.ts';

/** A value as JSON writes it, order of keys and all: the first condition of an export that holds is taken. */
const written = (value: unknown): string => JSON.stringify(value) ?? 'nothing';

function faultsOf(folder: string, shared: Shared, repository: Repository): Violation[] {
  const home = `packages/${folder}/`;
  const files = [...repository.paths].filter((file) => file.startsWith(home));
  const inside = files.map((file) => file.slice(home.length));
  const manifest: Readonly<Record<string, unknown>> = { ...repository.manifests.get(folder) };
  return Object.entries(derivedManifest(folder, inside, shared)).flatMap(([name, wanted]) => {
    if (written(manifest[name]) === written(wanted)) return [];
    const message = `Found another ${name} than the sources and the root ask for. Needed ${written(wanted)}: run node scripts/build/manifests.ts --write.`;
    return [{ file: `${home}package.json`, line: 1, name, message }];
  });
}

/** A package described in words, for whoever finds it in a list. */
function undescribed(folder: string, manifest: object): Violation[] {
  const { description, keywords } = manifest as { description?: string; keywords?: readonly string[] };
  if (description && keywords && keywords.length > 0) return [];
  const message = 'Found no description or no keywords. Needed both.';
  return [{ file: `packages/${folder}/package.json`, line: 1, name: 'description', message }];
}

function findManifests(repository: Repository): Violation[] {
  const root = repository.texts.find(({ path }) => path === 'package.json');
  if (root === undefined) return [];
  const shared = JSON.parse(root.text) as Shared;
  return [...repository.manifests].flatMap(([folder, manifest]) => [
    ...faultsOf(folder, shared, repository),
    ...undescribed(folder, manifest),
  ]);
}

/** What a package can be asked for by name is what its sources offer, and what it says of itself is true. */
export const manifests: Check = {
  name: 'manifests',
  promise: 'a package.json exports every source folder with an index, and says what the root says for all',
  find: findManifests,
};
