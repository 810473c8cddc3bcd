/**
 * Every package that comes with mriscore when it is installed: what its packages ask for, and what those ask for.
 *
 * Reads package-lock.json. Follows dependencies as Node looks them up. Development dependencies are not followed, but a
 * package that is reached stays, also where a tool of the workshop asks for it too (`npm sbom --omit dev` loses those).
 */
import fs from 'node:fs';
import path from 'node:path';

type Ranges = Readonly<Record<string, string>>;

/** What package-lock.json says of one place. */
export interface LockEntry {
  readonly name?: string;
  readonly version?: string;
  readonly license?: string;
  /** `sha512-` and the digest in base64. */
  readonly integrity?: string;
  /** True for a link into the workspace; `resolved` is where it leads. */
  readonly link?: boolean;
  readonly resolved?: string;
  readonly dependencies?: Ranges;
  readonly optionalDependencies?: Ranges;
}

/** The part of package-lock.json that is read: entries by place, such as `node_modules/yaml`. */
export interface Lock {
  readonly packages: Readonly<Record<string, LockEntry>>;
}

/** One package that is installed. */
export interface Component {
  readonly name: string;
  readonly version: string;
  /** SPDX expression, or `unknown`. */
  readonly licence: string;
  readonly integrity?: string;
  /** True for the packages of this repository. */
  readonly own: boolean;
  /** `name@version` of what it asks for directly. */
  readonly needs: readonly string[];
}

/** `name@version`, which names a component. */
export const idOf = ({ name, version }: Pick<Component, 'name' | 'version'>): string => `${name}@${version}`;

/** package-lock.json of this clone. */
export function readLock(): Lock {
  const file = path.resolve(import.meta.dirname, '../../package-lock.json');
  return JSON.parse(fs.readFileSync(file, 'utf8')) as Lock;
}

/** Where Node finds a package from a place: in its own node_modules, then in those above. */
function findPlace(lock: Lock, from: string, name: string): string | undefined {
  for (
    let at = from;
    ;
    at = at.includes('/node_modules/') ? at.slice(0, at.lastIndexOf('/node_modules/')) : ''
  ) {
    const place = at === '' ? `node_modules/${name}` : `${at}/node_modules/${name}`;
    const entry = lock.packages[place];
    if (entry !== undefined) return entry.link === true ? entry.resolved : place;
    if (at === '') return undefined;
  }
}

const nameAt = (place: string, entry: LockEntry): string =>
  entry.name ?? place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);

function neighbours(lock: Lock, place: string): string[] {
  const { dependencies, optionalDependencies } = lock.packages[place] ?? {};
  // An optional one that the lock has no version of is for a system that nobody supports here.
  return Object.keys({ ...dependencies, ...optionalDependencies }).flatMap(
    (name) => findPlace(lock, place, name) ?? [],
  );
}

function componentAt(lock: Lock, place: string): Component {
  const entry = lock.packages[place] ?? {};
  const { version = '', license = 'unknown', integrity } = entry;
  const needs = neighbours(lock, place).map((next) => {
    const other = lock.packages[next] ?? {};
    return idOf({ name: nameAt(next, other), version: other.version ?? '' });
  });
  const about = { name: nameAt(place, entry), version, licence: license, own: place.startsWith('packages/') };
  return { ...about, needs: [...new Set(needs)].sort(), ...(integrity === undefined ? {} : { integrity }) };
}

/**
 * Everything that is installed with mriscore, by name and version.
 *
 * @param lock Parsed package-lock.json.
 */
export function installedComponents(lock: Lock): readonly Component[] {
  const waiting = Object.keys(lock.packages).filter((place) => /^packages\/[^/]+$/.test(place));
  const places = new Set(waiting);
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    for (const next of neighbours(lock, place)) {
      if (places.has(next)) continue;
      places.add(next);
      waiting.push(next);
    }
  }
  const byId = new Map([...places].map((place) => componentAt(lock, place)).map((one) => [idOf(one), one]));
  return [...byId.values()].sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
}

/** Names of the packages from outside that ours ask for themselves. */
export function directDependencies(lock: Lock): readonly string[] {
  const own = installedComponents(lock).filter((one) => one.own);
  const ids = new Set(own.map(idOf));
  return [...new Set(own.flatMap(({ needs }) => needs))].filter((id) => !ids.has(id)).sort();
}
