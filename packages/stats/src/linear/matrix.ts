/**
 * How dense matrices are laid out and multiplied.
 *
 * Reads and gives row-major Float64Arrays with their sizes beside them. Knows nothing of statistics.
 */

/** A dense matrix. `values[row * columns + column]`, so a row lies together. */
export interface Matrix {
  /** Number of rows, an integer >= 0. */
  readonly rows: number;
  /** Number of columns, an integer >= 0. */
  readonly columns: number;
  /** The cells, row by row. Length rows * columns. */
  readonly values: Float64Array;
}

/**
 * A matrix of zeros.
 *
 * @param rows Number of rows.
 * @param columns Number of columns.
 */
export function zeros(rows: number, columns: number): Matrix {
  return { rows, columns, values: new Float64Array(rows * columns) };
}

/**
 * A matrix from its rows.
 *
 * @param rows Rows of equal length.
 * @throws RangeError when the rows differ in length.
 */
export function fromRows(rows: readonly ArrayLike<number>[]): Matrix {
  const columns = rows[0]?.length ?? 0;
  const result = zeros(rows.length, columns);
  rows.forEach((row, index) => {
    if (row.length !== columns)
      throw new RangeError(`Row ${index} has ${row.length} cells, row 0 has ${columns}.`);
    result.values.set(row, index * columns);
  });
  return result;
}

/**
 * A matrix whose columns are the given arrays.
 *
 * @param columns Columns of equal length.
 * @throws RangeError when the columns differ in length.
 */
export function fromColumns(columns: readonly ArrayLike<number>[]): Matrix {
  const rows = columns[0]?.length ?? 0;
  const result = zeros(rows, columns.length);
  columns.forEach((column, j) => {
    if (column.length !== rows)
      throw new RangeError(`Column ${j} has ${column.length} cells, column 0 has ${rows}.`);
    for (let i = 0; i < rows; i++) result.values[i * columns.length + j] = column[i]!;
  });
  return result;
}

/** The rows of a matrix as plain arrays, for JSON. */
export function toRows(matrix: Matrix): number[][] {
  const { rows, columns, values } = matrix;
  return Array.from({ length: rows }, (_, i) => Array.from(values.subarray(i * columns, (i + 1) * columns)));
}

/** The transpose of a matrix. */
export function transpose(matrix: Matrix): Matrix {
  const { rows, columns, values } = matrix;
  const result = zeros(columns, rows);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) result.values[j * rows + i] = values[i * columns + j]!;
  return result;
}

/**
 * The product a b.
 *
 * @param a Matrix of m x k.
 * @param b Matrix of k x n.
 * @throws RangeError when a has not as many columns as b has rows.
 */
export function matrixProduct(a: Matrix, b: Matrix): Matrix {
  if (a.columns !== b.rows)
    throw new RangeError(`Cannot multiply ${a.rows} x ${a.columns} by ${b.rows} x ${b.columns}.`);
  const result = zeros(a.rows, b.columns);
  for (let i = 0; i < a.rows; i++) {
    const target = result.values.subarray(i * b.columns, (i + 1) * b.columns);
    for (let k = 0; k < a.columns; k++) {
      const factor = a.values[i * a.columns + k]!;
      const from = k * b.columns;
      for (let j = 0; j < b.columns; j++) target[j]! += factor * b.values[from + j]!;
    }
  }
  return result;
}

/**
 * The product of a matrix and a column vector.
 *
 * @param a Matrix of m x n.
 * @param vector Length n.
 */
export function multiplyVector(a: Matrix, vector: ArrayLike<number>): Float64Array {
  const result = new Float64Array(a.rows);
  for (let i = 0; i < a.rows; i++) {
    let sum = 0;
    for (let j = 0; j < a.columns; j++) sum += a.values[i * a.columns + j]! * vector[j]!;
    result[i] = sum;
  }
  return result;
}

/**
 * X' W X for a tall X, filled as a symmetric matrix.
 *
 * @param x Matrix of n x p.
 * @param weights Length n, 1 for every row when left out.
 */
export function crossProduct(x: Matrix, weights?: ArrayLike<number>): Matrix {
  const p = x.columns;
  const result = zeros(p, p);
  for (let i = 0; i < x.rows; i++) {
    const weight = weights ? weights[i]! : 1;
    const from = i * p;
    for (let a = 0; a < p; a++) {
      const scaled = weight * x.values[from + a]!;
      if (scaled === 0) continue;
      for (let b = 0; b <= a; b++) result.values[a * p + b]! += scaled * x.values[from + b]!;
    }
  }
  for (let a = 0; a < p; a++)
    for (let b = 0; b < a; b++) result.values[b * p + a] = result.values[a * p + b]!;
  return result;
}

/**
 * v' A v.
 *
 * @param a Square matrix of n x n.
 * @param vector Length n.
 */
export function quadraticForm(a: Matrix, vector: ArrayLike<number>): number {
  const product = multiplyVector(a, vector);
  let sum = 0;
  for (let i = 0; i < product.length; i++) sum += product[i]! * vector[i]!;
  return sum;
}
