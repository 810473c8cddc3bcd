/**
 * What each package offers by name: its front door, and a subpath for every folder of its sources with an index.
 *
 * Reads the names of the source files, gives the `exports` of package.json. A clone resolves to sources by the condition
 * `@mriscore/source`, everybody else to what `npm run build` made; docs/decisions/runtime-and-typescript.md says why.
 */

/** The condition under which packages resolve to their sources. */
export const SOURCE_CONDITION = '@mriscore/source';

/** Files that are offered besides the folders with an index, by package folder: subpath, then source file. */
const NAMED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  engine: { './web': 'src/web.ts' },
  study: { './errors': 'src/errors.ts' },
};

/** Where one subpath leads, first condition first. */
export interface Entry {
  readonly [SOURCE_CONDITION]: string;
  readonly types: string;
  readonly default: string;
}

function entryOf(source: string): Entry {
  const built = source.replace(/^src\//, './dist/').replace(/\.ts$/, '');
  return { [SOURCE_CONDITION]: `./${source}`, types: `${built}.d.ts`, default: `${built}.js` };
}

/**
 * The `exports` of a package.
 *
 * @param folder Name of its folder under packages/.
 * @param files Paths of its files, from that folder, with forward slashes.
 * @example
 * exportsOf('stats', ['src/index.ts', 'src/survival/index.ts']); // '.' and './survival'
 */
export function exportsOf(folder: string, files: Iterable<string>): Record<string, Entry> {
  const doors = [...files].flatMap((file): [string, Entry][] => {
    const inner = /^src\/(?:([^/]+)\/)?index\.ts$/.exec(file);
    if (inner === null) return [];
    return [[inner[1] === undefined ? '.' : `./${inner[1]}`, entryOf(file)]];
  });
  const named = Object.entries(NAMED[folder] ?? {}).map(([name, file]): [string, Entry] => [
    name,
    entryOf(file),
  ]);
  return Object.fromEntries([...doors, ...named].sort(([a], [b]) => (a < b ? -1 : 1)));
}
