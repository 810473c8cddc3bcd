/**
 * Where a module that another module names lies on this disk, and which package and version it belongs to.
 *
 * Follows `exports` and `imports` of package.json as Node does, for sources and for what was built of them. Reads
 * package.json files only.
 */
import { existsSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, extname, join, resolve } from 'node:path';

/** The condition under which a package of this project gives its sources. */
export const SOURCE_CONDITION = '@mriscore/source';

/** Where a name leads: a module of this project, a package of somebody else, or Node itself. */
export type Place =
  | { readonly kind: 'own'; readonly file: string }
  | { readonly kind: 'package'; readonly name: string; readonly folder: string }
  | { readonly kind: 'node' };

type Target = string | null | { readonly [condition: string]: Target } | readonly Target[];

/** What is read of a package.json. */
export interface PackageFile {
  readonly name?: string;
  readonly version?: string;
  readonly exports?: Target;
  readonly imports?: Readonly<Record<string, Target>>;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** Reads the package.json of a folder; undefined where there is none. */
export function readPackage(folder: string): PackageFile | undefined {
  const path = join(folder, 'package.json');
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as PackageFile) : undefined;
}

/** The folder of the package that a file belongs to. */
export function packageFolder(file: string): string {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    if (readPackage(folder)?.name !== undefined) return folder;
    if (dirname(folder) === folder) throw new Error(`${file} belongs to no package.`);
  }
}

/** The folder of a package as a file beside it would find it. */
export function installedFolder(name: string, from: string): string | undefined {
  for (let folder = dirname(from); ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name);
    if (existsSync(join(candidate, 'package.json'))) return candidate;
    if (dirname(folder) === folder) return undefined;
  }
}

/** The first target whose condition holds. */
function choose(target: Target, conditions: ReadonlySet<string>): string | undefined {
  if (target === null) return undefined;
  if (typeof target === 'string') return target;
  if (Array.isArray(target))
    return (target as readonly Target[])
      .map((one) => choose(one, conditions))
      .find((one) => one !== undefined);
  for (const [condition, inner] of Object.entries(target as Readonly<Record<string, Target>>)) {
    if (condition !== 'default' && !conditions.has(condition)) continue;
    const chosen = choose(inner, conditions);
    if (chosen !== undefined) return chosen;
  }
  return undefined;
}

function conditionsOf(file: string): ReadonlySet<string> {
  const own = extname(file) === '.ts' ? [SOURCE_CONDITION] : [];
  return new Set([...own, 'node', 'import', 'module-sync']);
}

/** The entry of `exports` for a subpath such as `.` or `./figure`. */
function exported({ exports }: PackageFile, subpath: string): Target | undefined {
  if (exports === undefined || exports === null) return undefined;
  if (typeof exports === 'string' || Array.isArray(exports)) return subpath === '.' ? exports : undefined;
  const entries = exports as Readonly<Record<string, Target>>;
  if (Object.keys(entries).some((key) => key.startsWith('.'))) return entries[subpath];
  return subpath === '.' ? exports : undefined;
}

/** `@scope/name/sub` -> name and `./sub`. */
function splitName(specifier: string): readonly [name: string, subpath: string] {
  const parts = specifier.split('/');
  const length = specifier.startsWith('@') ? 2 : 1;
  const rest = parts.slice(length).join('/');
  return [parts.slice(0, length).join('/'), rest === '' ? '.' : `./${rest}`];
}

/** A file that is named with or without the ending of the module that names it. */
function fileAt(path: string, from: string): string {
  if (existsSync(path)) return path;
  const withEnding = `${path}${extname(from)}`;
  if (existsSync(withEnding)) return withEnding;
  throw new Error(`${from} names ${path}, and there is no such file.`);
}

function locateOwn(name: string, subpath: string, from: string): Place {
  const folder = installedFolder(name, from);
  const target = folder === undefined ? undefined : exported(readPackage(folder) ?? {}, subpath);
  const chosen = target === undefined ? undefined : choose(target, conditionsOf(from));
  if (folder === undefined || chosen === undefined)
    throw new Error(`${from} imports ${name} ${subpath}, which that package does not export.`);
  return { kind: 'own', file: resolve(folder, chosen) };
}

/**
 * Where a module lies that another one names.
 *
 * @param specifier As written: `./auc.ts`, `@mriscore/stats/survival`, `#deflate`, `zod`, `node:fs`.
 * @param from Absolute path of the module that names it.
 * @throws Error when it cannot be found: a fault of the program or of its installation.
 */
export function locate(specifier: string, from: string): Place {
  if (specifier.startsWith('.'))
    return { kind: 'own', file: fileAt(resolve(dirname(from), specifier), from) };
  if (isBuiltin(specifier)) return { kind: 'node' };
  if (specifier.startsWith('#')) {
    const folder = packageFolder(from);
    const target = readPackage(folder)?.imports?.[specifier];
    const chosen = target === undefined ? undefined : choose(target, conditionsOf(from));
    if (chosen === undefined)
      throw new Error(`${from} imports ${specifier}, which its package does not name.`);
    return { kind: 'own', file: resolve(folder, chosen) };
  }
  const [name, subpath] = splitName(specifier);
  if (name.startsWith('@mriscore/')) return locateOwn(name, subpath, from);
  const folder = installedFolder(name, from);
  if (folder === undefined) throw new Error(`${from} imports ${name}, which is not installed.`);
  return { kind: 'package', name, folder };
}
