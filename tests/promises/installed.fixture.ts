/**
 * Every package packed and installed in an empty folder, as somebody gets them who has no clone.
 *
 * `npm pack` builds; what it leaves in the clone is taken away again. Install scripts are off.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ROOT = resolve(import.meta.dirname, '../..');

/** A package as it lies in node_modules. */
export interface InstalledPackage {
  readonly name: string;
  readonly folder: string;
  readonly manifest: {
    readonly exports: Readonly<Record<string, object>>;
    readonly [field: string]: unknown;
  };
  /** Every file, from its folder, with forward slashes. */
  readonly files: readonly string[];
}

/** A folder with everything installed. Removed with `await using`. */
export interface Installed extends AsyncDisposable {
  readonly folder: string;
  readonly packages: readonly InstalledPackage[];
  /** Runs a program in the folder, with this Node first in PATH and nothing of the clone in the environment. */
  run(program: string, args: readonly string[]): Promise<{ stdout: string; stderr: string }>;
}

/** The environment without what a clone and npm's own scripts put there. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) =>
      !/^(NODE_OPTIONS|INIT_CWD|VITEST.*|npm_(package|lifecycle|command|config_local_prefix).*)$/.test(name),
  );
  const path = (process.env.PATH ?? '').split(delimiter).filter((part) => !part.startsWith(ROOT));
  return { ...Object.fromEntries(kept), PATH: [dirname(process.execPath), ...path].join(delimiter) };
}

async function packInto(folder: string): Promise<readonly string[]> {
  const homes = await readdir(join(ROOT, 'packages'));
  const before = homes
    .map((home) => join(ROOT, 'packages', home, 'dist'))
    .filter((dist) => !existsSync(dist));
  const args = ['pack', '--workspaces', '--loglevel=error', '--pack-destination', folder];
  await run('npm', args, { cwd: ROOT, env: plainEnvironment() });
  await Promise.all(before.map((dist) => rm(dist, { recursive: true, force: true })));
  return (await readdir(folder)).map((name) => join(folder, name));
}

async function describe(folder: string, name: string): Promise<InstalledPackage> {
  const home = join(folder, 'node_modules', name);
  const entries = await readdir(home, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return {
    name,
    folder: home,
    manifest: JSON.parse(await readFile(join(home, 'package.json'), 'utf8')) as InstalledPackage['manifest'],
    files: files.map((file) => file.slice(home.length + 1)),
  };
}

/** Packs all packages of the clone and installs them. */
export async function installPacked(): Promise<Installed> {
  const scratch = await mkdtemp(join(tmpdir(), 'mriscore-installed-'));
  const [tarballs, folder] = [join(scratch, 'tarballs'), join(scratch, 'use')];
  await mkdir(tarballs);
  await mkdir(folder);
  await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
  const runHere: Installed['run'] = (program, args) =>
    run(program, args, { cwd: folder, env: plainEnvironment(), maxBuffer: 1 << 26 });
  const options = ['--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];
  await runHere('npm', ['install', ...options, ...(await packInto(tarballs))]);
  const scoped = await readdir(join(folder, 'node_modules', '@mriscore'));
  const names = ['mriscore', ...scoped.map((name) => `@mriscore/${name}`)];
  return {
    folder,
    packages: await Promise.all(names.map((name) => describe(folder, name))),
    run: runHere,
    [Symbol.asyncDispose]: () => rm(scratch, { recursive: true, force: true }),
  };
}
