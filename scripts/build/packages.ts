/**
 * Builds packages: each source file of `src` becomes a `.js` and a `.d.ts` of the same name in `dist`.
 *
 * Reads the sources and tsconfig.json, writes `dist` and a copy of the licence. One file a source and nothing bundled: a stack trace, a worker and
 * the hash of the code find in `dist` what they find in `src`. Tests and their data are left out.
 *
 *   node scripts/build/packages.ts              every package
 *   node scripts/build/packages.ts stats cli    some, by their folders
 */
import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { withBuiltEndings } from './endings.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const PACKAGES = path.join(ROOT, 'packages');
const NOT_BUILT = /\.(test|bench|fixture)\.ts$|(^|\/)fixtures\//;
/** Exit code of a wrong call. */
const USAGE = 2;

function sourcesOf(folder: string): string[] {
  const names = fs.readdirSync(path.join(PACKAGES, folder, 'src'), { recursive: true, encoding: 'utf8' });
  return names
    .map((name) => name.split(path.sep).join('/'))
    .filter((name) => name.endsWith('.ts') && !NOT_BUILT.test(name))
    .map((name) => path.join(PACKAGES, folder, 'src', name));
}

/** The compiler's options of this repository, for writing files instead of checking alone. */
function emitOptions(): ts.CompilerOptions {
  const { config } = ts.readConfigFile(path.join(ROOT, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, files: [] }, ts.sys, ROOT);
  return {
    ...options,
    noEmit: false,
    declaration: true,
    rewriteRelativeImportExtensions: true,
    rootDir: PACKAGES,
    outDir: PACKAGES,
  };
}

/** Where the compiler's output belongs: `packages/stats/src/roc.js` is `packages/stats/dist/roc.js`. */
function placeOf(output: string): string {
  const [folder = '', , ...rest] = path.relative(PACKAGES, output).split(path.sep);
  return path.join(PACKAGES, folder, 'dist', ...rest);
}

function writeBuilt(output: string, text: string): void {
  const file = placeOf(output);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, withBuiltEndings(text));
}

/** Data that a module reads while running: the JSON in folders called `made`, such as the schemas of the command. */
function copyData(folder: string): void {
  const [from, to] = [path.join(PACKAGES, folder, 'src'), path.join(PACKAGES, folder, 'dist')];
  for (const name of fs.readdirSync(from, { recursive: true, encoding: 'utf8' })) {
    if (path.basename(path.dirname(name)) !== 'made' || !name.endsWith('.json')) continue;
    fs.mkdirSync(path.dirname(path.join(to, name)), { recursive: true });
    fs.copyFileSync(path.join(from, name), path.join(to, name));
  }
}

/**
 * Builds some packages.
 *
 * @param folders Their folders under packages/.
 * @returns what is wrong with the sources, as the compiler says it; nothing is written then.
 */
export function buildPackages(folders: readonly string[]): readonly ts.Diagnostic[] {
  const files = folders.flatMap(sourcesOf);
  const program = ts.createProgram(files, emitOptions());
  const own = files.flatMap((file) => program.getSourceFile(file) ?? []);
  const faults = own.flatMap((file) => [
    ...program.getSyntacticDiagnostics(file),
    ...program.getSemanticDiagnostics(file),
    ...program.getDeclarationDiagnostics(file),
  ]);
  if (faults.length > 0) return faults;
  for (const folder of folders) {
    fs.rmSync(path.join(PACKAGES, folder, 'dist'), { recursive: true, force: true });
    // npm packs the licence that lies in the package's own folder.
    fs.copyFileSync(path.join(ROOT, 'LICENSE'), path.join(PACKAGES, folder, 'LICENSE'));
  }
  for (const file of own) program.emit(file, writeBuilt);
  folders.forEach(copyData);
  return [];
}

function main(words: readonly string[]): void {
  const known = fs.readdirSync(PACKAGES).filter((name) => fs.existsSync(path.join(PACKAGES, name, 'src')));
  const unknown = words.filter((word) => !known.includes(word));
  if (unknown.length > 0) {
    console.error(`Found no package in ${unknown.join(', ')}. Needed some of: ${known.join(', ')}.`);
    process.exitCode = USAGE;
    return;
  }
  const faults = buildPackages(words.length > 0 ? words : known);
  if (faults.length === 0) return;
  const host = { getCanonicalFileName: String, getCurrentDirectory: () => ROOT, getNewLine: () => '\n' };
  console.error(ts.formatDiagnostics(faults, host));
  process.exitCode = 1;
}

if (import.meta.main) main(process.argv.slice(2));
