/**
 * Whether two files of the source need each other, directly or by way of others.
 *
 * Reads imports (types too: a reader has to follow those as well), gives one violation a knot of files.
 */
import type { Check, Repository, Violation } from './check.ts';
import { importsOf, resolveRelative } from './imports.ts';

type Graph = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** For each file the files it imports, with the line of the import. A package's name stands for its index.ts. */
function graphOf(repository: Repository): Graph {
  const known = new Set(repository.code.map((file) => file.path));
  const graph = new Map<string, Map<string, number>>();
  for (const file of repository.code) {
    const targets = new Map<string, number>();
    for (const { specifier, line } of importsOf(file)) {
      const own = /^@mriscore\/([^/]+)$/.exec(specifier)?.[1];
      const index = own === undefined ? undefined : `packages/${own}/src/index.ts`;
      const target = index ?? resolveRelative(file.path, specifier);
      if (target !== undefined && known.has(target) && !targets.has(target)) targets.set(target, line);
    }
    graph.set(file.path, targets);
  }
  return graph;
}

/** Shortest way along the imports from a file back to itself; undefined when there is none. */
function wayBack(graph: Graph, start: string): string[] | undefined {
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (const at of queue) {
    for (const next of graph.get(at)?.keys() ?? []) {
      if (next === start) {
        const way = [at];
        for (let step = at; step !== start; way.unshift(step)) step = cameFrom.get(step)!;
        return way;
      }
      if (cameFrom.has(next)) continue;
      cameFrom.set(next, at);
      queue.push(next);
    }
  }
  return undefined;
}

function findCycles(repository: Repository): Violation[] {
  const graph = graphOf(repository);
  const reported = new Set<string>();
  const violations: Violation[] = [];
  for (const start of graph.keys()) {
    if (reported.has(start)) continue;
    const way = wayBack(graph, start);
    if (way === undefined) continue;
    for (const file of way) reported.add(file);
    const next = way[1] ?? start;
    violations.push({
      file: start,
      line: graph.get(start)?.get(next) ?? 1,
      name: next,
      message: `Found a cycle of imports: ${[...way, start].join(' -> ')}. Needed a direction: move what both sides need into a file of its own.`,
    });
  }
  return violations;
}

/** No file imports itself by way of others. */
export const cycles: Check = { name: 'cycles', promise: 'imports have no cycle', find: findCycles };
