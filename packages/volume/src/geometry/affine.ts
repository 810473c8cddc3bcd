/**
 * Arithmetic on 3x4 affine matrices (row-major, 12 numbers): apply, invert, compose, determinant.
 *
 * Knows nothing of images or of what the axes mean.
 */

/**
 * Moves one point.
 *
 * @param m 3x4 row-major.
 * @param p Three coordinates.
 * @example applyAffine(Float64Array.of(2, 0, 0, 1, 0, 2, 0, 1, 0, 0, 2, 1), [1, 1, 1]); // [3, 3, 3]
 */
export function applyAffine(m: Float64Array, p: readonly [number, number, number]): [number, number, number] {
  const [x, y, z] = p;
  return [
    m[0]! * x + m[1]! * y + m[2]! * z + m[3]!,
    m[4]! * x + m[5]! * y + m[6]! * z + m[7]!,
    m[8]! * x + m[9]! * y + m[10]! * z + m[11]!,
  ];
}

/** Determinant of the left 3x3 part of a 3x4 row-major matrix. */
export function determinant(m: Float64Array): number {
  return (
    m[0]! * (m[5]! * m[10]! - m[6]! * m[9]!) -
    m[1]! * (m[4]! * m[10]! - m[6]! * m[8]!) +
    m[2]! * (m[4]! * m[9]! - m[5]! * m[8]!)
  );
}

/**
 * Inverse of a 3x4 affine. The caller has checked that it is not singular; `checkGeometry` does so for grids.
 *
 * @returns 3x4 row-major with `inverse(m) * (m * p) = p`.
 */
export function invertAffine(m: Float64Array): Float64Array {
  const d = determinant(m);
  const r = new Float64Array(12);
  r[0] = (m[5]! * m[10]! - m[6]! * m[9]!) / d;
  r[1] = (m[2]! * m[9]! - m[1]! * m[10]!) / d;
  r[2] = (m[1]! * m[6]! - m[2]! * m[5]!) / d;
  r[4] = (m[6]! * m[8]! - m[4]! * m[10]!) / d;
  r[5] = (m[0]! * m[10]! - m[2]! * m[8]!) / d;
  r[6] = (m[2]! * m[4]! - m[0]! * m[6]!) / d;
  r[8] = (m[4]! * m[9]! - m[5]! * m[8]!) / d;
  r[9] = (m[1]! * m[8]! - m[0]! * m[9]!) / d;
  r[10] = (m[0]! * m[5]! - m[1]! * m[4]!) / d;
  for (let row = 0; row < 3; row++) {
    r[row * 4 + 3] = -(r[row * 4]! * m[3]! + r[row * 4 + 1]! * m[7]! + r[row * 4 + 2]! * m[11]!);
  }
  return r;
}

/** The affine that does `first` and then `second`. Both 3x4 row-major. */
export function composeAffine(second: Float64Array, first: Float64Array): Float64Array {
  const r = new Float64Array(12);
  for (let row = 0; row < 3; row++) {
    for (let column = 0; column < 4; column++) {
      let sum = column === 3 ? second[row * 4 + 3]! : 0;
      for (let k = 0; k < 3; k++) sum += second[row * 4 + k]! * first[k * 4 + column]!;
      r[row * 4 + column] = sum;
    }
  }
  return r;
}

/** A column of the 3x3 part (0, 1, 2) or the translation (3), as three numbers. */
export function affineColumn(m: Float64Array, column: 0 | 1 | 2 | 3): [number, number, number] {
  return [m[column]!, m[4 + column]!, m[8 + column]!];
}
