/**
 * Whether a bare clone can be installed from the lock file alone.
 *
 * Reads package.json files and package-lock.json. Knows what `npm ci` refuses, and that npm runs no install script
 * that package.json has not decided on.
 */
import type { Check, Repository, Violation } from './check.ts';

type Ranges = Readonly<Record<string, string>>;

interface Entry {
  readonly dependencies?: Ranges;
  readonly devDependencies?: Ranges;
  readonly optionalDependencies?: Ranges;
  readonly hasInstallScript?: boolean;
}

const LOCK = 'package-lock.json';
const RANGES = ['dependencies', 'devDependencies', 'optionalDependencies'] as const;

function parse<T>(repository: Repository, path: string): T | undefined {
  const file = repository.texts.find((text) => text.path === path);
  return file === undefined ? undefined : (JSON.parse(file.text) as T);
}

const violation = (file: string, name: string, message: string): Violation => ({
  file,
  line: 1,
  name,
  message,
});

/** Packages that an entry asks for and that the lock has nowhere: npm could not choose a version for them. */
function unresolved(entries: Readonly<Record<string, Entry>>): Violation[] {
  const present = new Set(Object.keys(entries).map((place) => place.split('node_modules/').at(-1)!));
  return Object.entries(entries).flatMap(([place, entry]) =>
    Object.keys({ ...entry.dependencies, ...entry.devDependencies, ...entry.optionalDependencies })
      .filter((name) => !present.has(name))
      .map((name) =>
        violation(
          LOCK,
          name,
          `Found ${name}, needed by ${place}, without a version. Needed a version that exists.`,
        ),
      ),
  );
}

/** Dependencies of the root or a workspace that stand in its package.json otherwise than in the lock. */
function outOfStep(repository: Repository, entries: Readonly<Record<string, Entry>>): Violation[] {
  const places = Object.keys(entries).filter((place) => !place.includes('node_modules'));
  return places.flatMap((place) => {
    const file = place === '' ? 'package.json' : `${place}/package.json`;
    const manifest = parse<Entry>(repository, file) ?? {};
    return RANGES.flatMap((kind) => {
      const wanted = manifest[kind] ?? {};
      const locked = entries[place]?.[kind] ?? {};
      const names = [...new Set([...Object.keys(wanted), ...Object.keys(locked)])];
      return names
        .filter((name) => wanted[name] !== locked[name])
        .map((name) =>
          violation(
            file,
            name,
            `Found ${name} otherwise than in ${LOCK}. Needed both alike: run npm install.`,
          ),
        );
    });
  });
}

function undecidedScripts(repository: Repository, entries: Readonly<Record<string, Entry>>): Violation[] {
  const decided =
    parse<{ allowScripts?: Record<string, boolean> }>(repository, 'package.json')?.allowScripts ?? {};
  return Object.entries(entries)
    .filter(([, entry]) => entry.hasInstallScript)
    .map(([place]) => place.split('node_modules/').at(-1)!)
    .filter((name) => !(name in decided))
    .map((name) =>
      violation(
        'package.json',
        name,
        `Found an install script of ${name}. Needed true or false in allowScripts.`,
      ),
    );
}

function findLockFaults(repository: Repository): Violation[] {
  const lock = parse<{ packages: Record<string, Entry> }>(repository, LOCK);
  if (lock === undefined)
    return [violation(LOCK, LOCK, 'Found no lock file. Needed one: npm ci installs from it.')];
  const entries = lock.packages;
  return [
    ...unresolved(entries),
    ...outOfStep(repository, entries),
    ...undecidedScripts(repository, entries),
  ];
}

/** `npm ci` works on a machine that has nothing of ours. */
export const lock: Check = {
  name: 'lock',
  promise: 'the lock file agrees with every package.json and has a version for everything',
  find: findLockFaults,
};
