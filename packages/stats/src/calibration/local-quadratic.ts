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
function rotate(columns: Float64Array[], turn: Float64Array[], [p, q]: readonly [number, number]): boolean {
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
      for (let q = p + 1; q < k; q++) moved = rotate(columns, turn, [p, q]) || moved;
    }
    if (!moved) break;
  }
  return turn;
}

/** Divides columns by their lengths, which are returned. */
function unitColumns(columns: readonly Float64Array[]): number[] {
  return columns.map((column) => {
    let sum = 0;
    for (let i = 0; i < column.length; i++) sum += column[i]! * column[i]!;
    const length = Math.sqrt(sum) || 1;
    for (let i = 0; i < column.length; i++) column[i]! /= length;
    return length;
  });
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** Makes the columns orthonormal by Gram-Schmidt, each twice, and returns the triangle R by columns. */
function orthonormalise(columns: readonly Float64Array[]): Float64Array[] {
  return columns.map((column, j) => {
    const triangle = new Float64Array(columns.length);
    for (let pass = 0; pass < 2; pass++) {
      for (let k = 0; k < j; k++) {
        const part = dot(columns[k]!, column);
        triangle[k]! += part;
        for (let i = 0; i < column.length; i++) column[i]! -= part * columns[k]![i]!;
      }
    }
    const length = Math.sqrt(dot(column, column));
    triangle[j] = length;
    if (length > 0) for (let i = 0; i < column.length; i++) column[i]! /= length;
    return triangle;
  });
}

/** Rows 0 and 1 of the pseudo-inverse of a triangle given by columns: how value and slope follow from Q'y. */
function firstRowsOfInverse(triangle: Float64Array[]): [Float64Array, Float64Array] {
  const turn = jacobi(triangle);
  const squares = triangle.map((column) => dot(column, column));
  const cut = Math.max(...squares) * (100 * Number.EPSILON) ** 2;
  const rows: [Float64Array, Float64Array] = [new Float64Array(3), new Float64Array(3)];
  for (let k = 0; k < 3; k++) {
    if (squares[k]! <= cut) continue;
    for (let j = 0; j < 3; j++) {
      const part = triangle[k]![j]! / squares[k]!;
      rows[0][j]! += turn[k]![0]! * part;
      rows[1][j]! += turn[k]![1]! * part;
    }
  }
  return rows;
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
  const roots = Float64Array.from(weights, Math.sqrt);
  const linear = roots.map((root, i) => root * distances[i]!);
  const columns = [roots.slice(), linear, linear.map((value, i) => value * distances[i]!)];
  const lengths = unitColumns(columns);
  const [forValue, forSlope] = firstRowsOfInverse(orthonormalise(columns));
  const shares = new Float64Array(m);
  let value = 0;
  let slope = 0;
  for (let i = 0; i < m; i++) {
    let [a, b] = [0, 0];
    for (let j = 0; j < 3; j++) {
      a += forValue[j]! * columns[j]![i]!;
      b += forSlope[j]! * columns[j]![i]!;
    }
    shares[i] = (a * roots[i]!) / lengths[0]!;
    value += shares[i]! * y[i]!;
    slope += (b * roots[i]! * y[i]!) / lengths[1]!;
  }
  return { value, slope, shares };
}
