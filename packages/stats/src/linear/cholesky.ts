/**
 * Whether a symmetric matrix is positive definite, its inverse, and what it gives on a right-hand side.
 *
 * Reads symmetric row-major matrices, gives a factor A = L D L' that remembers which columns add nothing
 * (they are combinations of earlier ones). Knows nothing of the model that the matrix came from.
 */
import { type Matrix, zeros } from './matrix.ts';

/** A = L D L'. Columns found to be combinations of earlier ones have D = 0 and are left out of every solution. */
export interface Cholesky {
  /** Number of rows and columns. */
  readonly size: number;
  /** Unit lower triangle L, row-major, size * size; above the diagonal is zero. */
  readonly lower: Float64Array;
  /** The diagonal D; 0 for a deficient column. */
  readonly diagonal: Float64Array;
  /** Number of columns that carry information. */
  readonly rank: number;
  /** Indices of the columns that are combinations of earlier ones, ascending. */
  readonly deficient: readonly number[];
  /** Whether some pivot was clearly negative, so that the matrix is not even semi-definite. */
  readonly negative: boolean;
}

/**
 * Factor a symmetric non-negative definite matrix.
 *
 * A column whose pivot falls under `tolerance` times its own diagonal is deficient: what the earlier columns
 * leave of it is rounding error. The test is relative to each column, so the units of a covariate do not matter.
 *
 * @param matrix Square and symmetric; only the lower triangle is read.
 * @param tolerance Relative size under which a pivot counts as zero. Default 1e-9 (R's survival uses about 1.8e-12
 * of the largest diagonal cell).
 * @throws RangeError when the matrix is not square.
 * @example
 * cholesky({ rows: 2, columns: 2, values: Float64Array.of(4, 2, 2, 1) }).deficient; // [1]
 */
export function cholesky(matrix: Matrix, tolerance = 1e-9): Cholesky {
  const n = matrix.rows;
  if (matrix.columns !== n)
    throw new RangeError(`A factor needs a square matrix, not ${n} x ${matrix.columns}.`);
  const lower = new Float64Array(n * n);
  const diagonal = new Float64Array(n);
  const deficient: number[] = [];
  let negative = false;
  for (let i = 0; i < n; i++) {
    const row = i * n;
    for (let j = 0; j < i; j++) {
      let sum = matrix.values[row + j]!;
      for (let k = 0; k < j; k++) sum -= lower[row + k]! * lower[j * n + k]! * diagonal[k]!;
      lower[row + j] = diagonal[j]! === 0 ? 0 : sum / diagonal[j]!;
    }
    const own = matrix.values[row + i]!;
    let pivot = own;
    for (let k = 0; k < i; k++) pivot -= lower[row + k]! * lower[row + k]! * diagonal[k]!;
    lower[row + i] = 1;
    if (pivot > tolerance * Math.abs(own)) {
      diagonal[i] = pivot;
    } else {
      if (!(pivot >= -8 * tolerance * Math.abs(own))) negative = true;
      deficient.push(i);
    }
  }
  return { size: n, lower, diagonal, rank: n - deficient.length, deficient, negative };
}

/**
 * x with A x = b; deficient columns get 0, and their equations are left out.
 *
 * @param factor From `cholesky`.
 * @param right The right-hand side b. Length size; it is not changed.
 */
export function choleskySolve(factor: Cholesky, right: ArrayLike<number>): Float64Array {
  const { size: n, lower, diagonal } = factor;
  const x = Float64Array.from(right);
  for (let i = 0; i < n; i++) {
    let sum = x[i]!;
    for (let k = 0; k < i; k++) sum -= lower[i * n + k]! * x[k]!;
    x[i] = diagonal[i]! === 0 ? 0 : sum;
  }
  for (let i = n - 1; i >= 0; i--) {
    if (diagonal[i]! === 0) continue;
    let sum = x[i]! / diagonal[i]!;
    for (let k = i + 1; k < n; k++) sum -= lower[k * n + i]! * x[k]!;
    x[i] = sum;
  }
  return x;
}

/**
 * The inverse of A; rows and columns of deficient columns are 0 (a generalised inverse).
 *
 * @param factor From `cholesky`.
 */
export function choleskyInverse(factor: Cholesky): Matrix {
  const n = factor.size;
  const inverse = zeros(n, n);
  const unit = new Float64Array(n);
  for (let j = 0; j < n; j++) {
    if (factor.diagonal[j]! === 0) continue;
    unit.fill(0);
    unit[j] = 1;
    const column = choleskySolve(factor, unit);
    for (let i = 0; i < n; i++) inverse.values[i * n + j] = column[i]!;
  }
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const mean = (inverse.values[i * n + j]! + inverse.values[j * n + i]!) / 2;
      inverse.values[i * n + j] = mean;
      inverse.values[j * n + i] = mean;
    }
  }
  return inverse;
}

/**
 * The natural logarithm of the determinant, over the columns that carry information.
 *
 * @param factor From `cholesky`.
 */
export function logDeterminant(factor: Cholesky): number {
  let sum = 0;
  for (const pivot of factor.diagonal) if (pivot > 0) sum += Math.log(pivot);
  return sum;
}
