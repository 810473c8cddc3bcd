/**
 * The triangles of the 256 ways in which the corners of a cube can lie inside a region.
 *
 * Loops of edge points are traced on the faces of the cube; where a face has two inside corners across, they are kept
 * apart. Loops of five points and more are not flat, so which diagonals divide them decides the area: the diagonals are
 * those PyRadiomics uses.
 *
 * The published baseline of PyRadiomics was made by a version whose surface lacks one triangle in one configuration
 * and its mirror image (corners 1 to 5 inside): of its five cases, brain1 has two such cubes, which take 0.08 % of the
 * area. `baseline` leaves that triangle out too; `closed` keeps it, as later versions of PyRadiomics do.
 *
 * @see Lorensen and Cline, SIGGRAPH 1987; PyRadiomics documentation, shape features; data/baseline of its repository.
 */
import type { Triple } from '../volume.ts';
import { cross, dot, minus } from './vector.ts';

/** Corners of a cube of eight voxels in the customary numbering. */
export const CORNERS: readonly Triple[] = [
  [0, 0, 0],
  [1, 0, 0],
  [1, 1, 0],
  [0, 1, 0],
  [0, 0, 1],
  [1, 0, 1],
  [1, 1, 1],
  [0, 1, 1],
];

/** Corners at the ends of each edge. */
export const EDGES: readonly (readonly [number, number])[] = [
  [0, 1],
  [1, 2],
  [2, 3],
  [3, 0],
  [4, 5],
  [5, 6],
  [6, 7],
  [7, 4],
  [0, 4],
  [1, 5],
  [2, 6],
  [3, 7],
];

/** Corners around each face, in order. */
const FACES: readonly (readonly number[])[] = [
  [0, 1, 2, 3],
  [4, 5, 6, 7],
  [0, 1, 5, 4],
  [1, 2, 6, 5],
  [2, 3, 7, 6],
  [3, 0, 4, 7],
];

/** Diagonals of loops of five points and more: `inside corners as a bit mask : edge-edge, ...`, corner 7 outside. */
const DIAGONALS =
  '7:2-8,8-10 11:1-11,9-11 13:0-10,8-10 14:3-9,9-11 19:1-4,1-7 23:2-7,2-9,7-9 25:2-4,4-11 ' +
  '27:2-9,4-11,9-11 29:1-4,1-11,4-11 30:3-9,9-11 31:4-11,9-11 35:3-5,5-8 38:2-4,2-5 39:2-5,3-4,3-5 ' +
  '43:2-5,2-8,5-8 45:0-10,8-10 46:0-5,0-11,5-11 47:5-8,8-10 49:3-5,3-9 50:0-7,1-7 53:3-5,3-9 ' +
  '54:2-5,2-8,5-8 55:2-5,3-5 57:2-7,2-9,7-9 58:1-7,1-8 59:1-7,1-11 61:0-5,0-7,0-10,0-11 ' +
  '62:0-5,0-7,0-10,0-11 70:0-6,6-9 71:2-5,2-8,5-8 75:1-11,9-11 76:3-5,3-6 77:0-5,0-11,5-11 ' +
  '78:0-5,0-6,3-6 79:6-9,9-11 83:1-4,1-7 86:0-6,6-9 87:2-9,3-9,6-9,7-9 89:2-4,4-11 ' +
  '91:2-9,4-11,9-11 92:3-5,3-6 93:0-11,1-11,4-11,5-11 94:0-5,0-6,3-6 95:6-9,7-9,9-11 98:0-6,0-10 ' +
  '99:1-6,1-8,6-8 100:1-4,2-4 101:1-4,2-4 103:2-4,2-8 106:0-6,0-10 107:1-4,1-6,1-8,1-11 ' +
  '108:3-6,3-9,6-9 109:1-4,1-6,1-8,1-11 110:0-6,3-6 112:7-10,8-10 113:0-7,0-10,7-10 ' +
  '114:1-7,1-8,7-10 115:1-7,7-10 116:1-6,1-8,6-8 117:2-9,3-9,6-9,7-9 118:0-6,0-7 120:7-10,8-10 ' +
  '121:0-7,2-7,7-9,7-10 122:1-7,1-8,7-10 123:1-6,1-7,1-11 124:1-6,3-6,6-8,6-9 126:0-6,0-7,0-11';

/** Three edges of a cube, oriented so that the normal points out of the region. */
export type Triangle = readonly [number, number, number];

const edgeBetween = (a: number, b: number): number =>
  EDGES.findIndex(([p, q]) => (p === a && q === b) || (p === b && q === a));

/** Pairs of edge points that a face connects. */
function linksOfFace(face: readonly number[], inside: (corner: number) => boolean): [number, number][] {
  const links: [number, number][] = [];
  const crossing = face.map((corner, at) => inside(corner) !== inside(face[(at + 1) % 4]!));
  const edge = (at: number): number => edgeBetween(face[at % 4]!, face[(at + 1) % 4]!);
  const crossed = [0, 1, 2, 3].filter((at) => crossing[at]);
  if (crossed.length === 2) links.push([edge(crossed[0]!), edge(crossed[1]!)]);
  if (crossed.length === 4) {
    for (let at = 0; at < 4; at++) if (inside(face[at]!)) links.push([edge(at + 3), edge(at)]);
  }
  return links;
}

/** Closed loops of edge points of one configuration. */
function tracedLoops(inside: (corner: number) => boolean): number[][] {
  const neighbours = new Map<number, number[]>();
  for (const face of FACES) {
    for (const [a, b] of linksOfFace(face, inside)) {
      neighbours.set(a, [...(neighbours.get(a) ?? []), b]);
      neighbours.set(b, [...(neighbours.get(b) ?? []), a]);
    }
  }
  const loops: number[][] = [];
  const seen = new Set<number>();
  for (const start of neighbours.keys()) {
    const loop: number[] = [];
    let at: number | undefined = start;
    while (at !== undefined && !seen.has(at)) {
      seen.add(at);
      loop.push(at);
      at = neighbours.get(at)!.find((next) => !seen.has(next));
    }
    if (loop.length > 0) loops.push(loop);
  }
  return loops;
}

/** Middle of an edge in units of the cube. */
export function pointOf(edge: number): Triple {
  const [a, b] = [CORNERS[EDGES[edge]![0]]!, CORNERS[EDGES[edge]![1]]!];
  return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2, (a[2] + b[2]) / 2];
}

/** The loop turned so that its normal points from the inside corner to the outside one at its edges. */
function outward(loop: number[], inside: (corner: number) => boolean): number[] {
  let turn = 0;
  const origin = pointOf(loop[0]!);
  for (let at = 1; at + 1 < loop.length; at++) {
    const normal = cross(minus(pointOf(loop[at]!), origin), minus(pointOf(loop[at + 1]!), origin));
    for (const edge of loop) {
      const [a, b] = EDGES[edge]!;
      const [from, to] = inside(a) ? [a, b] : [b, a];
      turn += dot(normal, minus(CORNERS[to]!, CORNERS[from]!));
    }
  }
  return turn < 0 ? loop.toReversed() : loop;
}

/** The triangles of a loop whose sides are sides of the loop or diagonals. */
function dividedLoop(loop: number[], diagonals: ReadonlySet<string>): Triangle[] {
  const n = loop.length;
  const joined = (a: number, b: number): boolean =>
    b - a === 1 ||
    b - a === n - 1 ||
    diagonals.has(`${loop[a]}-${loop[b]}`) ||
    diagonals.has(`${loop[b]}-${loop[a]}`);
  const triangles: Triangle[] = [];
  for (let a = 0; a < n; a++) {
    for (let b = a + 1; b < n; b++) {
      for (let c = b + 1; c < n; c++) {
        if (joined(a, b) && joined(b, c) && joined(a, c)) triangles.push([loop[a]!, loop[b]!, loop[c]!]);
      }
    }
  }
  return triangles;
}

/** Which surface is measured; see the head of the file. */
export type SurfaceKind = 'baseline' | 'closed';

/** The configuration that the baseline leaves open, and the edges of the triangle that it lacks. */
const OPEN_CUBE = { bits: 62, lacks: '0,5,7' } as const;

function isLacking(bits: number, triangle: Triangle): boolean {
  return bits === OPEN_CUBE.bits && triangle.toSorted((a, b) => a - b).join() === OPEN_CUBE.lacks;
}

/** Triangles of the 256 configurations; the upper half mirrors the lower, turned inside out. */
export function cubeTriangles(kind: SurfaceKind): Triangle[][] {
  const chosen = new Map(
    DIAGONALS.split(' ').map((item) => [Number(item.split(':')[0]), new Set(item.split(':')[1]!.split(','))]),
  );
  const table: Triangle[][] = [];
  for (let bits = 0; bits < 128; bits++) {
    const inside = (corner: number): boolean => ((bits >> corner) & 1) === 1;
    const closed = tracedLoops(inside).flatMap((loop) => {
      const quad = new Set([`${loop[0]}-${loop[2]}`]);
      return dividedLoop(outward(loop, inside), loop.length === 4 ? quad : (chosen.get(bits) ?? new Set()));
    });
    table[bits] = closed.filter((triangle) => kind === 'closed' || !isLacking(bits, triangle));
    table[255 - bits] = table[bits]!.map(([a, b, c]) => [a, c, b]);
  }
  return table;
}
