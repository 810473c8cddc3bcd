/**
 * What a module reaches: every declaration of this project that its exports can run, and the packages behind them.
 *
 * Starts from the exports of one module and follows names, so that a file that gathers exports of many others adds those
 * that are asked for and no more. Reads sources, or what was built of them; runs nothing.
 */
import { readFileSync, realpathSync } from 'node:fs';
import { type Declaration, type Imported, type ModuleParts, parseModule } from './declarations.ts';
import { installedFolder, locate, readPackage } from './locate.ts';

/** What was reached. */
export interface Reach {
  /** Absolute path of a module -> text of its declarations that are reached, in their order. */
  readonly modules: ReadonlyMap<string, readonly string[]>;
  /** Package name -> exact versions, of every package of somebody else that is reached, and of what these need. */
  readonly packages: ReadonlyMap<string, ReadonlySet<string>>;
}

/** A module that was taken apart, and which of its declarations were reached. */
interface Visited {
  readonly file: string;
  readonly parts: ModuleParts;
  readonly reached: Set<Declaration>;
}

const taken = new Map<string, { readonly text: string; readonly parts: ModuleParts }>();

/** Takes a module apart once for each of its contents: several stages reach the same modules. */
function partsOf(file: string): ModuleParts {
  const text = readFileSync(file, 'utf8');
  const known = taken.get(file);
  if (known?.text === text) return known.parts;
  const parts = parseModule(text, file.endsWith('.ts'));
  taken.set(file, { text, parts });
  return parts;
}

class Walk {
  readonly modules = new Map<string, Visited>();
  readonly packages = new Map<string, Set<string>>();

  /** Everything that a module's exports run. */
  whole(file: string): void {
    const visited = this.#visit(file);
    for (const name of visited.parts.exports.keys()) this.name(file, name);
    for (const { from, name } of visited.parts.passedOn.values()) this.#follow({ from, name }, file);
    for (const from of visited.parts.passedOnWhole) this.#follow({ from, name: '*' }, file);
  }

  /** Everything that one export runs; false when the module has no such export. */
  name(file: string, name: string): boolean {
    if (name === '*') {
      this.whole(file);
      return true;
    }
    const visited = this.#visit(file);
    const local = visited.parts.exports.get(name);
    if (local !== undefined) {
      this.#local(visited, local);
      return true;
    }
    const passed = visited.parts.passedOn.get(name);
    if (passed !== undefined) {
      this.#follow(passed, file);
      return true;
    }
    return visited.parts.passedOnWhole.some((from) => {
      const place = locate(from, file);
      return place.kind === 'own' && this.name(realpathSync(place.file), name);
    });
  }

  /** A module counts from its first visit on: what it does while it is loaded, it does whoever loads it. */
  #visit(file: string): Visited {
    const known = this.modules.get(file);
    if (known !== undefined) return known;
    const visited: Visited = { file, parts: partsOf(file), reached: new Set() };
    this.modules.set(file, visited);
    for (const from of visited.parts.loadedOnly) this.#follow({ from, name: '*' }, file);
    for (const one of visited.parts.declarations) if (one.binds.length === 0) this.#reach(visited, one);
    return visited;
  }

  #local(visited: Visited, name: string): void {
    const imported = visited.parts.imports.get(name);
    if (imported !== undefined) this.#follow(imported, visited.file);
    for (const one of visited.parts.declarations) if (one.binds.includes(name)) this.#reach(visited, one);
  }

  #reach(visited: Visited, one: Declaration): void {
    if (visited.reached.has(one)) return;
    visited.reached.add(one);
    for (const name of one.uses) this.#local(visited, name);
    for (const from of one.loads) this.#follow({ from, name: '*' }, visited.file);
  }

  #follow({ from, name }: Imported, file: string): void {
    const place = locate(from, file);
    if (place.kind === 'package') this.#package(place.name, place.folder);
    if (place.kind !== 'own' || !/\.[cm]?[jt]s$/.test(place.file)) return;
    const target = realpathSync(place.file);
    if (!this.name(target, name))
      throw new Error(`${file} imports ${name} from ${from}, which has no such export.`);
  }

  #package(name: string, folder: string): void {
    const { version = '0', dependencies = {} } = readPackage(folder) ?? {};
    const versions = this.packages.get(name) ?? new Set();
    if (versions.has(version)) return;
    this.packages.set(name, versions.add(version));
    for (const needed of Object.keys(dependencies)) {
      const found = installedFolder(needed, `${realpathSync(folder)}/package.json`);
      if (found !== undefined) this.#package(needed, found);
    }
  }
}

/**
 * Everything that a module reaches.
 *
 * @param file Absolute path.
 * @throws Error when a module that is imported cannot be found: a fault of the program or of its installation.
 */
export function reachOf(file: string): Reach {
  const walk = new Walk();
  walk.whole(realpathSync(file));
  const modules = [...walk.modules.values()].map(({ file: path, parts, reached }) => {
    const texts = parts.declarations.filter((one) => reached.has(one)).map(({ text }) => text);
    return [path, texts] as const;
  });
  return { modules: new Map(modules), packages: walk.packages };
}
