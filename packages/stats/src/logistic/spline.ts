/**
 * Which cubic curve goes through given points, as R's `spline()` draws it.
 *
 * Reads points with ascending x, gives values between them. Knows nothing of likelihoods or calibration.
 */

/** Solves the tridiagonal system of the second differences; `c` becomes sigma of Forsythe, Malcolm and Moler. */
function secondDifferences(x: ArrayLike<number>, y: ArrayLike<number>): Float64Array {
  const n = x.length;
  const b = new Float64Array(n);
  const c = new Float64Array(n);
  const d = new Float64Array(n);
  d[0] = x[1]! - x[0]!;
  c[1] = (y[1]! - y[0]!) / d[0]!;
  for (let i = 1; i < n - 1; i++) {
    d[i] = x[i + 1]! - x[i]!;
    b[i] = 2 * (d[i - 1]! + d[i]!);
    c[i + 1] = (y[i + 1]! - y[i]!) / d[i]!;
    c[i]! = c[i + 1]! - c[i]!;
  }
  b[0] = -d[0]!;
  b[n - 1] = -d[n - 2]!;
  c[0] = 0;
  c[n - 1] = 0;
  if (n > 3) {
    c[0] = c[2]! / (x[3]! - x[1]!) - c[1]! / (x[2]! - x[0]!);
    c[n - 1] = c[n - 2]! / (x[n - 1]! - x[n - 3]!) - c[n - 3]! / (x[n - 2]! - x[n - 4]!);
    c[0] = (c[0]! * d[0]! * d[0]!) / (x[3]! - x[0]!);
    c[n - 1] = (-c[n - 1]! * d[n - 2]! * d[n - 2]!) / (x[n - 1]! - x[n - 4]!);
  }
  for (let i = 1; i < n; i++) {
    const t = d[i - 1]! / b[i - 1]!;
    b[i]! -= t * d[i - 1]!;
    c[i]! -= t * c[i - 1]!;
  }
  c[n - 1]! /= b[n - 1]!;
  for (let i = n - 2; i >= 0; i--) c[i] = (c[i]! - d[i]! * c[i + 1]!) / b[i]!;
  return c;
}

/**
 * The cubic spline of Forsythe, Malcolm and Moler (end slopes from cubics through the last four points).
 *
 * @param x Ascending, at least two values.
 * @param y One value each.
 * @returns The curve; it follows its end pieces outside the range.
 * @example
 * cubicSpline([0, 1, 2, 3], [0, 1, 8, 27])(1.5); // 3.375
 * @see Forsythe, Malcolm and Moler, Computer Methods for Mathematical Computations (1977), chapter 4.
 */
export function cubicSpline(x: ArrayLike<number>, y: ArrayLike<number>): (at: number) => number {
  const n = x.length;
  if (n === 2) return (at) => y[0]! + ((y[1]! - y[0]!) * (at - x[0]!)) / (x[1]! - x[0]!);
  const sigma = secondDifferences(x, y);
  return (at) => {
    let i = 0;
    while (i < n - 2 && at >= x[i + 1]!) i++;
    const step = x[i + 1]! - x[i]!;
    const slope = (y[i + 1]! - y[i]!) / step - step * (sigma[i + 1]! + 2 * sigma[i]!);
    const t = at - x[i]!;
    return y[i]! + t * (slope + t * (3 * sigma[i]! + (t * (sigma[i + 1]! - sigma[i]!)) / step));
  };
}
