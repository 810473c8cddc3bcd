/**
 * Which members of a graph need each other in a circle.
 *
 * Reads who points to whom, gives every group in which each member reaches every other. Knows nothing of files.
 */

/** For each member those it points to. A member that points to nobody may be left out. */
export type Graph = ReadonlyMap<string, ReadonlySet<string>>;

/** Everything that a member reaches, itself only when a way leads back to it. */
export function reachedFrom(graph: Graph, start: string): Set<string> {
  const reached = new Set<string>();
  const queue = [start];
  for (const at of queue) {
    for (const next of graph.get(at) ?? []) {
      if (reached.has(next)) continue;
      reached.add(next);
      queue.push(next);
    }
  }
  return reached;
}

/**
 * Groups of two or more members that all reach each other: the strongly connected parts of a graph.
 *
 * @returns Each group in the order of the alphabet; no member is in two groups.
 * @example
 * knotsOf(new Map([['a', new Set('b')], ['b', new Set('a')]])); // [['a', 'b']]
 */
export function knotsOf(graph: Graph): string[][] {
  const reached = new Map([...graph.keys()].map((member) => [member, reachedFrom(graph, member)]));
  const tied = new Set<string>();
  const knots: string[][] = [];
  for (const [member, reaches] of reached) {
    if (tied.has(member)) continue;
    const group = [...reaches].filter((other) => reached.get(other)?.has(member));
    if (group.length < 2) continue;
    for (const other of group) tied.add(other);
    knots.push(group.sort());
  }
  return knots;
}
