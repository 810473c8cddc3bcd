/**
 * What every package.json of the workspace has to say alike, written from one place.
 *
 * Reads the root's package.json and the names of source files; gives what packages/*\/package.json must hold besides
 * their own name, version, description, keywords and dependencies.
 *
 *   node scripts/build/manifests.ts            says which package.json differs
 *   node scripts/build/manifests.ts --write    writes them
 */
import fs from 'node:fs';
import path from 'node:path';
import { type Entry, exportsOf } from './exports.ts';

/** Oldest Node that an installed package runs on. */
const NODE = '>=22.18';

/** What the root's package.json says for all. */
export interface Shared {
  readonly license: string;
  /** Address of the repository, from which the other links follow. */
  readonly repository: { readonly type: string; readonly url: string };
}

/** The part of a package.json that follows from the root and from the sources. */
export interface Derived {
  readonly license: string;
  readonly type: 'module';
  readonly homepage: string;
  readonly repository: { readonly type: string; readonly url: string; readonly directory: string };
  readonly bugs: { readonly url: string };
  readonly engines: { readonly node: string };
  readonly exports: Readonly<Record<string, Entry>>;
  readonly files: readonly string[];
  readonly scripts: { readonly prepack: string };
}

/**
 * What a package.json must say.
 *
 * @param folder Name of the package's folder under packages/.
 * @param files Paths of its files, from that folder, with forward slashes.
 * @param shared What the root says.
 */
export function derivedManifest(folder: string, files: readonly string[], shared: Shared): Derived {
  const { type, url } = shared.repository;
  const site = url.replace(/^git\+/, '').replace(/\.git$/, '');
  return {
    license: shared.license,
    type: 'module',
    homepage: `${site}/tree/main/packages/${folder}`,
    repository: { type, url, directory: `packages/${folder}` },
    bugs: { url: `${site}/issues` },
    engines: { node: NODE },
    exports: exportsOf(folder, files),
    // The command starts from one file, which is the same in a clone and installed.
    files: files.includes('src/main.mjs') ? ['dist', 'src/main.mjs'] : ['dist'],
    scripts: { prepack: `node ../../scripts/ready.mjs node ../../scripts/build/packages.ts ${folder}` },
  };
}

function sourcesOf(folder: string): string[] {
  const names = fs.readdirSync(path.join(folder, 'src'), { recursive: true, encoding: 'utf8' });
  return names.map((name) => `src/${name.split(path.sep).join('/')}`);
}

function main(write: boolean): void {
  const root = path.resolve(import.meta.dirname, '../..');
  const shared = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')) as Shared;
  for (const folder of fs.readdirSync(path.join(root, 'packages')).sort()) {
    const file = path.join(root, 'packages', folder, 'package.json');
    if (!fs.existsSync(file)) continue;
    const text = fs.readFileSync(file, 'utf8');
    const manifest = JSON.parse(text) as object;
    const wanted = { ...manifest, ...derivedManifest(folder, sourcesOf(path.dirname(file)), shared) };
    const written = `${JSON.stringify(wanted, null, 2)}\n`;
    if (written === text) continue;
    console.log(`${write ? 'wrote' : 'differs'}  packages/${folder}/package.json`);
    if (write) fs.writeFileSync(file, written);
    else process.exitCode = 1;
  }
}

if (import.meta.main) main(process.argv.includes('--write'));
