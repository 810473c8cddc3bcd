/**
 * Whether folders of a package need each other in a circle, so that none can be read or used alone.
 *
 * Reads the imports of sources (types too: a reader has to follow those as well; tests and fixtures not), at every
 * depth. In a folder that is looked at, each folder in it is one member with all that lies below, and each file that
 * lies directly in it is a member of its own. Circles of files inside one folder are Biome's to find.
 */
import path from 'node:path';
import { type Check, isPublished, type Repository, type Violation } from './check.ts';
import { importsOf, resolveRelative } from './imports.ts';
import { knotsOf } from './knots.ts';

/** One import between two files of a package. */
interface Edge {
  readonly from: string;
  readonly to: string;
  readonly line: number;
}

/** An import between two members of a folder, with the files that it stands for. */
interface Step extends Edge {
  readonly member: string;
  readonly needs: string;
}

function edgesOf(repository: Repository): Edge[] {
  const sources = repository.code.filter((file) => isPublished(file.path));
  const known = new Set(sources.map((file) => file.path));
  return sources.flatMap((file) =>
    importsOf(file).flatMap(({ specifier, line }) => {
      const to = resolveRelative(file.path, specifier);
      return to !== undefined && known.has(to) ? [{ from: file.path, to, line }] : [];
    }),
  );
}

/** Every folder that a list of files lies in, up to the src of its package. */
function foldersOf(files: Iterable<string>): string[] {
  const folders = new Set<string>();
  for (const file of files) {
    for (let at = path.posix.dirname(file); at.split('/').length >= 3; at = path.posix.dirname(at)) {
      folders.add(at);
    }
  }
  return [...folders].sort();
}

/** The folder or file directly in a folder that a path below it belongs to; undefined outside. */
function memberOf(folder: string, file: string): string | undefined {
  return file.startsWith(`${folder}/`) ? file.slice(folder.length + 1).split('/', 1)[0] : undefined;
}

function stepsIn(folder: string, edges: readonly Edge[]): Step[] {
  return edges.flatMap((edge) => {
    const member = memberOf(folder, edge.from);
    const needs = memberOf(folder, edge.to);
    return member === undefined || needs === undefined || member === needs
      ? []
      : [{ ...edge, member, needs }];
  });
}

function findCirclesIn(folder: string, edges: readonly Edge[]): Violation[] {
  const steps = stepsIn(folder, edges);
  const graph = new Map<string, Set<string>>();
  for (const { member, needs } of steps) graph.set(member, (graph.get(member) ?? new Set()).add(needs));
  return knotsOf(graph).map((knot) => {
    const tied = steps.filter(({ member, needs }) => knot.includes(member) && knot.includes(needs));
    const ways = new Map(tied.map((step) => [`${step.member} -> ${step.needs}`, step]));
    const shown = [...ways].map(
      ([way, { from, to }]) => `${way} (${from} imports ${path.posix.basename(to)})`,
    );
    return {
      file: folder,
      line: 1,
      name: knot.join(' '),
      message: `Found a circle of ${knot.join(', ')}: ${shown.join('; ')}. Needed floors: move what both sides need below both.`,
    };
  });
}

function findCircles(repository: Repository): Violation[] {
  const edges = edgesOf(repository);
  return foldersOf(edges.map((edge) => edge.from)).flatMap((folder) => findCirclesIn(folder, edges));
}

/** The folders of a package have floors: none imports a folder above it. */
export const circles: Check = {
  name: 'circles',
  promise: 'no folders of a package import each other in a circle, at any depth',
  find: findCircles,
};
