/**
 * The outline of the voxels of one slice as closed rings along voxel edges.
 *
 * Rasterising the rings by the even-odd rule gives the same voxels again. Holes are rings of their own. Knows nothing
 * of millimetres.
 */

/** Corners of one ring in index coordinates (voxel centres are whole numbers): i and j in turn. */
export type EdgeRing = readonly number[];

/** Directions along voxel edges: right, down, left, up. */
const STEPS = [
  [1, 0],
  [0, 1],
  [-1, 0],
  [0, -1],
] as const;

/**
 * Edges leave a corner to at most two sides. `edges[corner]` has a bit for each direction that an edge leaves in,
 * with the inside on its right.
 */
function collectEdges(inside: (i: number, j: number) => boolean, columns: number, rows: number): Uint8Array {
  const width = columns + 1;
  const edges = new Uint8Array(width * (rows + 1));
  for (let j = 0; j < rows; j++) {
    for (let i = 0; i < columns; i++) {
      if (!inside(i, j)) continue;
      const corner = j * width + i;
      if (!inside(i, j - 1)) edges[corner]! |= 1;
      if (!inside(i + 1, j)) edges[corner + 1]! |= 2;
      if (!inside(i, j + 1)) edges[corner + width + 1]! |= 4;
      if (!inside(i - 1, j)) edges[corner + width]! |= 8;
    }
  }
  return edges;
}

/** Follows one ring from a corner, taking its edges away. At a corner of two rings the turn to the right is taken. */
function followRing(edges: Uint8Array, start: number, width: number): number[] {
  const ring: number[] = [];
  let corner = start;
  let direction = [0, 1, 2, 3].find((d) => (edges[corner]! & (1 << d)) !== 0)!;
  let last = -1;
  for (;;) {
    if (direction !== last) ring.push((corner % width) - 0.5, Math.floor(corner / width) - 0.5);
    edges[corner]! &= ~(1 << direction);
    last = direction;
    const [di, dj] = STEPS[direction]!;
    corner += di + dj * width;
    const next = [1, 0, 3]
      .map((turn) => (direction + turn) % 4)
      .find((d) => (edges[corner]! & (1 << d)) !== 0);
    if (next === undefined) return ring;
    direction = next;
  }
}

/**
 * The rings around the voxels of a plane that are not 0.
 *
 * @param plane columns * rows values, row by row.
 * @returns Rings with corners only where they turn.
 * @example traceOutline(Uint8Array.of(1), 1, 1); // [[-0.5, -0.5, 0.5, -0.5, 0.5, 0.5, -0.5, 0.5]]
 */
export function traceOutline(plane: Uint8Array, columns: number, rows: number): EdgeRing[] {
  const inside = (i: number, j: number): boolean =>
    i >= 0 && j >= 0 && i < columns && j < rows && plane[j * columns + i] !== 0;
  const width = columns + 1;
  const edges = collectEdges(inside, columns, rows);
  const rings: EdgeRing[] = [];
  for (let corner = 0; corner < edges.length; corner++) {
    while (edges[corner] !== 0) rings.push(followRing(edges, corner, width));
  }
  return rings;
}
