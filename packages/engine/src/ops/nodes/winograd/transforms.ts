/**
 * The constant matrices of Winograd's short convolutions of three taps, and their two-dimensional forms.
 *
 * Gives matrices for tiles of two or four results. Knows nothing of images or ONNX.
 *
 * @see Lavin and Gray, Fast Algorithms for Convolutional Neural Networks, CVPR 2016
 */

/** Results along one edge of a tile. A tile reads two more pixels along each axis. */
export type TileEdge = 2 | 4;

/** A matrix by rows. */
export type Rows = readonly (readonly number[])[];

interface Transforms {
  /** Of the pixels: [edge + 2, edge + 2]. */
  readonly pixels: Rows;
  /** Of the taps: [edge + 2, 3]. */
  readonly taps: Rows;
  /** Back to results: [edge, edge + 2]. */
  readonly results: Rows;
}

/** Points 0, 1, -1 and infinity. */
const two: Transforms = {
  pixels: [
    [1, 0, -1, 0],
    [0, 1, 1, 0],
    [0, -1, 1, 0],
    [0, 1, 0, -1],
  ],
  taps: [
    [1, 0, 0],
    [1 / 2, 1 / 2, 1 / 2],
    [1 / 2, -1 / 2, 1 / 2],
    [0, 0, 1],
  ],
  results: [
    [1, 1, 1, 0],
    [0, 1, -1, -1],
  ],
};

/** Points 0, 1, -1, 2, -2 and infinity. */
const four: Transforms = {
  pixels: [
    [4, 0, -5, 0, 1, 0],
    [0, -4, -4, 1, 1, 0],
    [0, 4, -4, -1, 1, 0],
    [0, -2, -1, 2, 1, 0],
    [0, 2, -1, -2, 1, 0],
    [0, 4, 0, -5, 0, 1],
  ],
  taps: [
    [1 / 4, 0, 0],
    [-1 / 6, -1 / 6, -1 / 6],
    [-1 / 6, 1 / 6, -1 / 6],
    [1 / 24, 1 / 12, 1 / 6],
    [1 / 24, -1 / 12, 1 / 6],
    [0, 0, 1],
  ],
  results: [
    [1, 1, 1, 1, 1, 0],
    [0, 1, -1, 2, -2, 0],
    [0, 1, 1, 4, 4, 0],
    [0, 1, -1, 8, -8, 1],
  ],
};

/**
 * The transforms of one tile.
 *
 * @param edge Results along an edge.
 */
export function transforms(edge: TileEdge): Transforms {
  return edge === 2 ? two : four;
}

/**
 * The two-dimensional form of a transform: its Kronecker square, which acts on a tile read row by row.
 *
 * @param matrix A transform [m, n].
 * @param transposed Whether the square's transpose is wanted.
 * @returns Extents and data of [m * m, n * n], or of its transpose.
 */
export function kroneckerSquare(
  matrix: Rows,
  transposed: boolean,
): { dims: [number, number]; data: Float32Array } {
  const [m, n] = [matrix.length, matrix[0]!.length];
  const [rows, columns] = [m * m, n * n];
  const data = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const value = matrix[Math.floor(row / m)]![Math.floor(column / n)]! * matrix[row % m]![column % n]!;
      data[transposed ? column * rows + row : row * columns + column] = value;
    }
  return { dims: transposed ? [columns, rows] : [rows, columns], data };
}
