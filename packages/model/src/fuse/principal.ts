/**
 * The few directions in which the features of an encoder vary most, learnt from training rows.
 *
 * Reads rows of features, gives a projection. A network that was trained on a hundred patients remembers each of them in
 * many faint directions; the strong ones hold what the images show, so the fusion reads those alone.
 */

/** A projection on principal components. */
export interface Principal {
  /** Mean of each feature, length width. */
  readonly mean: Float32Array;
  /** components x width, each of length 1, the strongest first. */
  readonly axes: Float32Array;
  readonly components: number;
  /** Deviation along the first axis: everything is divided by it, so that faint directions stay faint. */
  readonly scale: number;
}

const ROUNDS = 60;

function meanOf(rows: readonly Float32Array[], width: number): Float32Array {
  const sum = new Float64Array(width);
  for (const row of rows) for (let f = 0; f < width; f += 1) sum[f]! += row[f]!;
  return Float32Array.from(sum, (total) => total / rows.length);
}

/** Products of every two centred rows, rows x rows. */
function gram(centred: readonly Float64Array[]): Float64Array[] {
  const products = centred.map(() => new Float64Array(centred.length));
  centred.forEach((row, i) => {
    for (let j = 0; j <= i; j += 1) {
      const other = centred[j]!;
      let sum = 0;
      for (let f = 0; f < row.length; f += 1) sum += row[f]! * other[f]!;
      products[i]![j] = sum;
      products[j]![i] = sum;
    }
  });
  return products;
}

/** Makes vectors orthonormal in order; one that adds nothing becomes 0. */
function orthonormal(vectors: readonly Float64Array[]): void {
  vectors.forEach((vector, index) => {
    for (const before of vectors.slice(0, index)) {
      const shared = vector.reduce((sum, value, at) => sum + value * before[at]!, 0);
      for (let at = 0; at < vector.length; at += 1) vector[at]! -= shared * before[at]!;
    }
    const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
    for (let at = 0; at < vector.length; at += 1) vector[at] = length > 1e-9 ? vector[at]! / length : 0;
  });
}

function multiply(matrix: readonly Float64Array[], vector: Float64Array): Float64Array {
  return Float64Array.from(matrix, (row) => row.reduce((sum, value, at) => sum + value * vector[at]!, 0));
}

/** Leading eigenvectors of a symmetric matrix by orthogonal iteration from a fixed start. */
function leading(matrix: readonly Float64Array[], count: number): Float64Array[] {
  const n = matrix.length;
  const start = (k: number) =>
    Float64Array.from({ length: n }, (_, i) => Math.cos((i + 0.5) * (k + 1) * 1.7));
  let vectors: Float64Array[] = Array.from({ length: count }, (_, k) => start(k));
  orthonormal(vectors);
  for (let round = 0; round < ROUNDS; round += 1) {
    vectors = vectors.map((vector) => multiply(matrix, vector));
    orthonormal(vectors);
  }
  return vectors;
}

function axisOf(weights: Float64Array, centred: readonly Float64Array[], width: number): Float64Array {
  const axis = new Float64Array(width);
  centred.forEach((row, i) => {
    for (let f = 0; f < width; f += 1) axis[f]! += weights[i]! * row[f]!;
  });
  return axis;
}

/**
 * Fits principal components.
 *
 * @param rows Training rows of equal length, at least one.
 * @param components How many, >= 1; fewer when there are fewer rows.
 * @example
 * project(fitPrincipal(rows, 8), rows[0]); // 8 numbers
 * @see Jolliffe, Principal Component Analysis, 2nd ed. (2002), chapter 3; orthogonal iteration: Golub and Van Loan,
 * Matrix Computations, section 8.2.
 */
export function fitPrincipal(rows: readonly Float32Array[], components: number): Principal {
  const width = rows[0]?.length ?? 0;
  const mean = meanOf(rows, width);
  const centred = rows.map((row) => Float64Array.from(row, (value, f) => value - mean[f]!));
  const found = leading(gram(centred), Math.min(components, rows.length)).map((weights) =>
    axisOf(weights, centred, width),
  );
  orthonormal(found);
  const axes = new Float32Array(components * width);
  found.forEach((axis, k) => {
    axes.set(axis, k * width);
  });
  const first = found[0] ?? new Float64Array(width);
  const along = centred.map((row) => row.reduce((sum, value, f) => sum + value * first[f]!, 0));
  const deviation = Math.sqrt(along.reduce((sum, value) => sum + value * value, 0) / rows.length);
  return { mean, axes, components, scale: deviation > 1e-9 ? deviation : 1 };
}

/** A row of features as components, the first of deviation 1 over the training rows. */
export function project({ mean, axes, components, scale }: Principal, row: Float32Array): Float32Array {
  const width = mean.length;
  return Float32Array.from({ length: components }, (_, k) => {
    let sum = 0;
    for (let f = 0; f < width; f += 1) sum += (row[f]! - mean[f]!) * axes[k * width + f]!;
    return sum / scale;
  });
}
