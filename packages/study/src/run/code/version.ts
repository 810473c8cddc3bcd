/**
 * Which code would run a stage, as one hash, so that a changed program never reuses the work of the old one, and a
 * changed program that runs the same work reuses it.
 *
 * Made from what the stage's module reaches, never from a list: the text of every declaration, and the exact version of
 * every package. Where the files lie, what is written in comments and what errors say does not count.
 */
import { basename, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sha256 } from '../../files/hash.ts';
import { packageFolder, readPackage } from './locate.ts';
import { type Reach, reachOf } from './reach.ts';

/** `@mriscore/stats survival/cox/fit`: the same for sources and for what was built of them. */
function nameOf(file: string): string {
  const folder = packageFolder(file);
  const name = readPackage(folder)?.name ?? basename(folder);
  const [, ...path] = relative(folder, file).split(sep);
  return `${name} ${path.join('/').replace(/\.[cm]?[jt]s$/, '')}`;
}

/** One line a module with something to run, and one a package, sorted. */
export function describeReach({ modules, packages }: Reach): readonly string[] {
  const own = [...modules]
    .filter(([, texts]) => texts.length > 0)
    .map(([file, texts]) => `${nameOf(file)} ${sha256(texts.join('\n\n'))}`);
  const others = [...packages].flatMap(([name, versions]) =>
    [...versions].map((version) => `${name}@${version}`),
  );
  return [...own, ...others].sort();
}

/**
 * The hash of the code that a module runs.
 *
 * @param module Address of the module, as its `import.meta.url` gives it.
 * @example
 * codeVersion(importStage.module); // '3f0c...'
 */
export function codeVersion(module: string): string {
  return sha256(describeReach(reachOf(fileURLToPath(module))).join('\n'));
}
