/**
 * Whether one exported name means one thing in the whole project.
 *
 * Reads the exported declarations of all sources, also those that no package hands out: a reader who looks for a name
 * finds the file, whichever it is. A type and a value of one file may share a name. The options.ts of the packages
 * count as one file: packages on the lowest floor import nothing, so each has its own copy of the same thing.
 */
import { type Check, isPublished, lineOf, type Repository, type Violation } from './check.ts';
import { declaredExports } from './exported-names.ts';

const COPIES = /^packages\/[^/]+\/src\/options\.ts$/;

function findTwins(repository: Repository): Violation[] {
  const places = new Map<string, Violation[]>();
  for (const file of repository.code.filter(({ path }) => isPublished(path))) {
    const first = new Map(
      declaredExports(file)
        .reverse()
        .map(({ name, node }) => [name, lineOf(node, file.tree)]),
    );
    for (const [name, line] of first) {
      places.set(name, [...(places.get(name) ?? []), { file: file.path, line, name, message: '' }]);
    }
  }
  return [...places.values()].flatMap(([original, ...twins]) =>
    twins
      .filter(({ file }) => !(COPIES.test(file) && COPIES.test(original?.file ?? '')))
      .map((twin) => ({
        ...twin,
        message: `Found a second export ${twin.name}, beside ${original?.file}. Needed one of the two, or another name for what is another thing.`,
      })),
  );
}

/** Whoever reads a name knows which thing it is. */
export const oneName: Check = {
  name: 'one-name',
  promise: 'an exported name is defined in one file of the project',
  find: findTwins,
};
