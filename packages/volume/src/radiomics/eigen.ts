/**
 * Eigenvalues of a symmetric 3x3 matrix.
 *
 * @see Golub and Van Loan, Matrix Computations, section 8.5 (Jacobi).
 */

/** One Jacobi rotation that makes element (p, q) zero, in place. */
function rotate(m: Float64Array, p: number, q: number): void {
  const off = m[p * 3 + q]!;
  if (off === 0) return;
  const theta = (m[q * 3 + q]! - m[p * 3 + p]!) / (2 * off);
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (let k = 0; k < 3; k++) {
    const [a, b] = [m[k * 3 + p]!, m[k * 3 + q]!];
    m[k * 3 + p] = c * a - s * b;
    m[k * 3 + q] = s * a + c * b;
  }
  for (let k = 0; k < 3; k++) {
    const [a, b] = [m[p * 3 + k]!, m[q * 3 + k]!];
    m[p * 3 + k] = c * a - s * b;
    m[q * 3 + k] = s * a + c * b;
  }
}

/**
 * The three eigenvalues, largest first.
 *
 * @param matrix 3x3 row-major, symmetric.
 */
export function symmetricEigenvalues(matrix: Float64Array): [number, number, number] {
  const m = Float64Array.from(matrix);
  for (let sweep = 0; sweep < 30; sweep++) {
    rotate(m, 0, 1);
    rotate(m, 0, 2);
    rotate(m, 1, 2);
  }
  const [a, b, c] = [m[0]!, m[4]!, m[8]!].sort((x, y) => y - x);
  return [a!, b!, c!];
}
