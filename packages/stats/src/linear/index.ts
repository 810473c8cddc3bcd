/** Dense linear algebra for small symmetric systems and tall designs. */
export { type Cholesky, cholesky, choleskyInverse, choleskySolve, logDeterminant } from './cholesky.ts';
export {
  crossProduct,
  fromColumns,
  fromRows,
  type Matrix,
  matrixProduct,
  multiplyVector,
  quadraticForm,
  toRows,
  transpose,
  zeros,
} from './matrix.ts';
export { type LeastSquares, type LeastSquaresOptions, leastSquares } from './qr.ts';
