/**
 * Which coefficients make X b closest to y.
 *
 * Householder reflections on a tall matrix, so that the squares of badly scaled columns are never formed.
 * Reads a design and a response, gives coefficients and (X'X)^-1. Knows nothing of what the columns mean.
 */
import { type Matrix, zeros } from './matrix.ts';

/** Options of `leastSquares`. */
export interface LeastSquaresOptions {
  /** Weight of each row, all >= 0. Default 1 for every row. */
  readonly weights?: ArrayLike<number>;
  /** A column is deficient when what is left of its length is under this fraction. Default 1e-10. */
  readonly tolerance?: number;
}

/** A least-squares fit. */
export interface LeastSquares {
  /** One coefficient a column; 0 for a deficient column. */
  readonly coefficients: Float64Array;
  /** Fitted values X b, one a row. */
  readonly fitted: Float64Array;
  /** Weighted sum of squared residuals. */
  readonly residualSumOfSquares: number;
  /** (X'WX)^-1, columns x columns; zero in the rows and columns of deficient columns. */
  readonly inverseCrossProduct: Matrix;
  /** Number of columns that carry information. */
  readonly rank: number;
  /** Columns that are combinations of earlier ones, ascending. */
  readonly deficient: readonly number[];
}

interface Reduced {
  /** Working copy, column-major, so that a reflection walks along memory. */
  readonly work: Float64Array;
  readonly right: Float64Array;
  readonly pivots: number[];
  readonly deficient: number[];
}

function reflect(
  work: Float64Array,
  right: Float64Array,
  at: { rows: number; row: number; column: number; columns: number },
): void {
  const { rows, row, column, columns } = at;
  const start = column * rows;
  let norm = 0;
  for (let i = row; i < rows; i++) norm = Math.hypot(norm, work[start + i]!);
  const head = work[start + row]!;
  const alpha = head > 0 ? -norm : norm;
  const v = work.slice(start + row, start + rows);
  v[0] = head - alpha;
  let length = 0;
  for (const cell of v) length += cell * cell;
  const apply = (target: Float64Array, from: number): void => {
    let sum = 0;
    for (let i = 0; i < v.length; i++) sum += v[i]! * target[from + i]!;
    const factor = (2 * sum) / length;
    for (let i = 0; i < v.length; i++) target[from + i]! -= factor * v[i]!;
  };
  for (let j = column; j < columns; j++) apply(work, j * rows + row);
  apply(right, row);
}

function reduce(x: Matrix, y: ArrayLike<number>, options: LeastSquaresOptions): Reduced {
  const { rows, columns } = x;
  const tolerance = options.tolerance ?? 1e-10;
  const work = new Float64Array(rows * columns);
  const right = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    const root = options.weights ? Math.sqrt(options.weights[i]!) : 1;
    right[i] = y[i]! * root;
    for (let j = 0; j < columns; j++) work[j * rows + i] = x.values[i * columns + j]! * root;
  }
  const pivots: number[] = [];
  const deficient: number[] = [];
  for (let column = 0; column < columns; column++) {
    const row = pivots.length;
    let whole = 0;
    let left = 0;
    for (let i = 0; i < rows; i++) {
      const square = work[column * rows + i]! ** 2;
      whole += square;
      if (i >= row) left += square;
    }
    if (row >= rows || left <= tolerance * tolerance * whole || whole === 0) {
      deficient.push(column);
    } else {
      reflect(work, right, { rows, row, column, columns });
      pivots.push(column);
    }
  }
  return { work, right, pivots, deficient };
}

function backSubstitute(reduced: Reduced, rows: number, right: ArrayLike<number>): Float64Array {
  const rank = reduced.pivots.length;
  const solution = new Float64Array(rank);
  for (let i = rank - 1; i >= 0; i--) {
    let sum = right[i]!;
    for (let k = i + 1; k < rank; k++) sum -= reduced.work[reduced.pivots[k]! * rows + i]! * solution[k]!;
    solution[i] = sum / reduced.work[reduced.pivots[i]! * rows + i]!;
  }
  return solution;
}

function inverseCrossProduct(reduced: Reduced, rows: number, columns: number): Matrix {
  const { pivots } = reduced;
  const inverse = zeros(columns, columns);
  const unit = new Float64Array(pivots.length);
  const inverseR = pivots.map((_, j) => {
    unit.fill(0);
    unit[j] = 1;
    return backSubstitute(reduced, rows, unit);
  });
  pivots.forEach((a, i) => {
    pivots.forEach((b, j) => {
      let sum = 0;
      for (const column of inverseR) sum += column[i]! * column[j]!;
      inverse.values[a * columns + b] = sum;
    });
  });
  return inverse;
}

/**
 * Weighted least squares.
 *
 * @param x Design of n x p; an intercept is a column of ones that the caller puts there.
 * @param y Response. Length n.
 * @throws RangeError when y or the weights have not one value a row.
 * @example
 * leastSquares(fromRows([[1, 0], [1, 1], [1, 2]]), [1, 3, 5]).coefficients; // 1, 2
 * @see Golub and Van Loan, Matrix Computations, section 5.3.
 */
export function leastSquares(
  x: Matrix,
  y: ArrayLike<number>,
  options: LeastSquaresOptions = {},
): LeastSquares {
  const { rows, columns } = x;
  if (y.length !== rows) throw new RangeError(`The response has ${y.length} values for ${rows} rows.`);
  if (options.weights && options.weights.length !== rows)
    throw new RangeError(`There are ${options.weights.length} weights for ${rows} rows.`);
  const reduced = reduce(x, y, options);
  const solution = backSubstitute(reduced, rows, reduced.right);
  const coefficients = new Float64Array(columns);
  reduced.pivots.forEach((column, k) => {
    coefficients[column] = solution[k]!;
  });
  const fitted = new Float64Array(rows);
  let residualSumOfSquares = 0;
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) fitted[i]! += x.values[i * columns + j]! * coefficients[j]!;
    residualSumOfSquares += (options.weights ? options.weights[i]! : 1) * (y[i]! - fitted[i]!) ** 2;
  }
  return {
    coefficients,
    fitted,
    residualSumOfSquares,
    inverseCrossProduct: inverseCrossProduct(reduced, rows, columns),
    rank: reduced.pivots.length,
    deficient: reduced.deficient,
  };
}
