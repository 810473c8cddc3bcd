/**
 * The surface of a region as triangles between voxel centres (marching cubes at one half), its area and its volume.
 *
 * Looks the triangles of each cube of eight voxels up in the table of `cube.ts`. Expects axes at right angles.
 *
 * @see Lorensen and Cline, SIGGRAPH 1987.
 */
import type { Triple } from '../volume.ts';
import { CORNERS, cubeTriangles, EDGES, pointOf, type SurfaceKind, type Triangle } from './cube.ts';
import { cross, dot, minus } from './vector.ts';

/** Area in mm2 and volume in mm3 of a surface, and its corner points in mm from voxel (0, 0, 0) of the grid. */
export interface Surface {
  readonly areaMm2: number;
  readonly volumeMm3: number;
  readonly pointsMm: readonly Triple[];
}

interface Scale {
  readonly spacing: Triple;
  readonly points: readonly Triple[];
}

/** Area and signed volume (against the cube's own origin shifted to `at`) of one triangle. */
function measureTriangle(
  [a, b, c]: Triangle,
  at: Triple,
  { spacing, points }: Scale,
): { area: number; volume: number } {
  const place = (edge: number): Triple => {
    const p = points[edge]!;
    return [(p[0] + at[0]) * spacing[0], (p[1] + at[1]) * spacing[1], (p[2] + at[2]) * spacing[2]];
  };
  const [p, q, r] = [place(a), place(b), place(c)];
  const normal = cross(minus(q, p), minus(r, p));
  return { area: Math.hypot(...normal) / 2, volume: dot(p, cross(q, r)) / 6 };
}

/**
 * The surface of a region.
 *
 * @param block Not 0 inside, i-fastest; must be 0 on the grid's border.
 */
export function surfaceOf(
  { data: inside, size }: { readonly data: Uint8Array; readonly size: Triple },
  spacing: Triple,
  kind: SurfaceKind,
): Surface {
  const [ni, nj, nk] = size;
  const table = cubeTriangles(kind);
  const scale: Scale = { spacing, points: EDGES.map((_, edge) => pointOf(edge)) };
  const offsets = CORNERS.map(([i, j, k]) => i + ni * (j + nj * k));
  const points = new Map<string, Triple>();
  let areaMm2 = 0;
  let volumeMm3 = 0;
  for (let k = 0; k + 1 < nk; k++) {
    for (let j = 0; j + 1 < nj; j++) {
      for (let i = 0; i + 1 < ni; i++) {
        const base = i + ni * (j + nj * k);
        let bits = 0;
        for (let corner = 0; corner < 8; corner++)
          if (inside[base + offsets[corner]!] !== 0) bits |= 1 << corner;
        for (const triangle of table[bits]!) {
          const { area, volume } = measureTriangle(triangle, [i, j, k], scale);
          areaMm2 += area;
          volumeMm3 += volume;
          for (const edge of triangle) {
            const p = scale.points[edge]!;
            const at: Triple = [(p[0] + i) * spacing[0], (p[1] + j) * spacing[1], (p[2] + k) * spacing[2]];
            points.set(at.join(), at);
          }
        }
      }
    }
  }
  return { areaMm2, volumeMm3, pointsMm: [...points.values()] };
}
