/**
 * Whether every direct dependency has a reason, written down where people look for it.
 *
 * Reads package.json files and the tables of docs/decisions/dependencies.md. Cannot judge whether the reason is good.
 */
import type { Check, Manifest, Repository, Violation } from './check.ts';

const PAGE = 'docs/decisions/dependencies.md';

/** Names in the first column of the page's tables whose last column is not empty. */
function namesWithReason(text: string): Set<string> {
  const rows = text.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
  const explained = rows.filter((cells) => /^@?[a-z]/.test(cells[1] ?? '') && (cells.at(-2) ?? '') !== '');
  return new Set(explained.map((cells) => cells[1]!).filter((name) => name !== 'dependency'));
}

/** Every dependency from outside, with the package.json that asks for it. */
function askedFor(repository: Repository): Map<string, string> {
  const asked = new Map<string, string>();
  const manifests = repository.texts.filter(({ path }) => /^(packages\/[^/]+\/)?package\.json$/.test(path));
  for (const { path, text } of manifests) {
    const manifest = JSON.parse(text) as Manifest & { devDependencies?: Readonly<Record<string, string>> };
    const { dependencies, devDependencies, optionalDependencies, peerDependencies } = manifest;
    const all = { ...dependencies, ...devDependencies, ...optionalDependencies, ...peerDependencies };
    for (const name of Object.keys(all)) if (!name.startsWith('@mriscore/')) asked.set(name, path);
  }
  return asked;
}

function findUnreasoned(repository: Repository): Violation[] {
  const page = repository.texts.find(({ path }) => path === PAGE);
  const reasons = namesWithReason(page?.text ?? '');
  const asked = askedFor(repository);
  const missing = [...asked].filter(([name]) => !reasons.has(name));
  const left = [...reasons].filter((name) => !asked.has(name));
  return [
    ...missing.map(([name, file]) => {
      return { file, line: 1, name, message: `Found the dependency ${name}. Needed its reason in ${PAGE}.` };
    }),
    ...left.map((name) => {
      return {
        file: PAGE,
        line: 1,
        name,
        message: `Found ${name}, which nothing asks for. Needed the row removed.`,
      };
    }),
  ];
}

/** No dependency comes in unexplained, and no explanation outlives its dependency. */
export const reasons: Check = {
  name: 'reasons',
  promise: `every direct dependency has its reason in ${PAGE}`,
  find: findUnreasoned,
};
