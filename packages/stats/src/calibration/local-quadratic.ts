/**
 * What value and slope a weighted parabola has at one place.
 *
 * Reads points near the place with weights, gives the least-squares parabola's value and slope, and which share each
 * point has in the value. Too few distinct points give the shortest solution, as a pseudo-inverse does.
 */

/** A parabola at the place where it was fitted. */
export interface LocalFit {
  readonly value: number;
  readonly slope: number;
  /** d value / d y of every point of the window. */
  readonly shares: Float64Array;
}

/** Rotates two columns of (design, accumulated rotation) until they are orthogonal. */
function rotate(columns: Float64Array[], turn: Float64Array[], p: number, q: number): boolean {
  const a = columns[p]!;
  const b = columns[q]!;
  let aa = 0;
  let bb = 0;
  let ab = 0;
  for (let i = 0; i < a.length; i++) {
    aa += a[i]! * a[i]!;
    bb += b[i]! * b[i]!;
    ab += a[i]! * b[i]!;
  }
  if (Math.abs(ab) <= 1e-16 * Math.sqrt(aa * bb) || ab === 0) return false;
  const zeta = (bb - aa) / (2 * ab);
  const t = (zeta >= 0 ? 1 : -1) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
  const c = 1 / Math.sqrt(1 + t * t);
  const s = c * t;
  for (const [u, v] of [
    [a, b],
    [turn[p]!, turn[q]!],
  ] as const) {
    for (let i = 0; i < u.length; i++) {
      const before = u[i]!;
      u[i] = c * before - s * v[i]!;
      v[i] = s * before + c * v[i]!;
    }
  }
  return true;
}

/** Singular value decomposition of a few columns by one-sided Jacobi rotations. The columns become U times S. */
function jacobi(columns: Float64Array[]): Float64Array[] {
  const k = columns.length;
  const turn = Array.from({ length: k }, (_, j) => {
    const column = new Float64Array(k);
    column[j] = 1;
    return column;
  });
  for (let sweep = 0; sweep < 30; sweep++) {
    let moved = false;
    for (let p = 0; p < k - 1; p++) {
      for (let q = p + 1; q < k; q++) moved = rotate(columns, turn, p, q) || moved;
    }
    if (!moved) break;
  }
  return turn;
}

function unitColumns(columns: readonly Float64Array[]): number[] {
  return columns.map((column) => {
    let sum = 0;
    for (const cell of column) sum += cell * cell;
    const length = Math.sqrt(sum) || 1;
    for (let i = 0; i < column.length; i++) column[i]! /= length;
    return length;
  });
}

/**
 * Weighted least-squares parabola around a place.
 *
 * @param distances x - place of every point of the window.
 * @param y One value each.
 * @param weights One each, >= 0.
 * @see Cleveland and Grosse, Stat Comput 1 (1991) 47-62, section 3.
 */
export function localQuadratic(
  distances: ArrayLike<number>,
  y: ArrayLike<number>,
  weights: ArrayLike<number>,
): LocalFit {
  const m = distances.length;
  const columns = [0, 1, 2].map((power) =>
    Float64Array.from({ length: m }, (_, i) => Math.sqrt(weights[i]!) * distances[i]! ** power),
  );
  const lengths = unitColumns(columns);
  const turn = jacobi(columns);
  const squares = columns.map((column) => column.reduce((sum, cell) => sum + cell * cell, 0));
  const cut = Math.max(...squares) * (100 * Number.EPSILON) ** 2;
  const shares = new Float64Array(m);
  let slope = 0;
  for (let k = 0; k < 3; k++) {
    if (squares[k]! <= cut) continue;
    for (let i = 0; i < m; i++) {
      const part = (columns[k]![i]! * Math.sqrt(weights[i]!)) / squares[k]!;
      shares[i]! += (turn[k]![0]! / lengths[0]!) * part;
      slope += (turn[k]![1]! / lengths[1]!) * part * y[i]!;
    }
  }
  let value = 0;
  for (let i = 0; i < m; i++) value += shares[i]! * y[i]!;
  return { value, slope, shares };
}
