/**
 * Whether a combination of covariates splits the outcomes, so that no finite maximum-likelihood estimate exists.
 *
 * Reads a design and 0/1 outcomes, gives the verdict and the splitting direction as proof. An exact geometric test:
 * it does not look at fitted probabilities or at whether an iteration diverged.
 */
import { type Matrix, zeros } from '../linear/matrix.ts';
import { leastSquares } from '../linear/qr.ts';

/** The verdict and its proof. */
export interface Separation {
  /** True when some combination of columns is never on the wrong side and sometimes strictly on the right one. */
  readonly separated: boolean;
  /** True when that combination can be strictly right for every row. */
  readonly complete: boolean;
  /** Coefficients of such a combination, one a column, largest 1 in size; null when there is none. */
  readonly direction: Float64Array | null;
}

const TOLERANCE = 1e-9;

/** Columns of `a` (n x p) turned into length-1 columns; their lengths are returned. */
function normalise(a: Matrix): Float64Array {
  const lengths = new Float64Array(a.columns);
  for (let j = 0; j < a.columns; j++) {
    let sum = 0;
    for (let i = 0; i < a.rows; i++) sum += a.values[i * a.columns + j]! ** 2;
    const length = Math.sqrt(sum) || 1;
    lengths[j] = length;
    for (let i = 0; i < a.rows; i++) a.values[i * a.columns + j]! /= length;
  }
  return lengths;
}

/** p x k matrix of the chosen rows of `a`, as columns. */
function chosenColumns(a: Matrix, chosen: readonly number[]): Matrix {
  const result = zeros(a.columns, chosen.length);
  chosen.forEach((row, k) => {
    for (let j = 0; j < a.columns; j++) result.values[j * chosen.length + k] = a.values[row * a.columns + j]!;
  });
  return result;
}

function residual(a: Matrix, target: Float64Array, multipliers: Map<number, number>): Float64Array {
  const result = Float64Array.from(target);
  for (const [row, v] of multipliers) {
    for (let j = 0; j < a.columns; j++) result[j]! -= a.values[row * a.columns + j]! * v;
  }
  return result;
}

/** Row whose product with r is largest among those not yet chosen. */
function steepest(a: Matrix, r: Float64Array, taken: Map<number, number>): { row: number; gain: number } {
  let row = -1;
  let gain = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < a.rows; i++) {
    if (taken.has(i)) continue;
    let product = 0;
    let square = 0;
    for (let j = 0; j < a.columns; j++) {
      const cell = a.values[i * a.columns + j]!;
      product += cell * r[j]!;
      square += cell * cell;
    }
    const scaled = square === 0 ? Number.NEGATIVE_INFINITY : product / Math.sqrt(square);
    if (scaled > gain) [row, gain] = [i, scaled];
  }
  return { row, gain };
}

/** Moves towards the unconstrained solution on the chosen rows and drops those that would turn negative. */
function settle(a: Matrix, target: Float64Array, v: Map<number, number>): void {
  for (;;) {
    const chosen = [...v.keys()];
    if (chosen.length === 0) return;
    const solution = leastSquares(chosenColumns(a, chosen), target).coefficients;
    let fraction = 1;
    let limiting = -1;
    chosen.forEach((row, k) => {
      const current = v.get(row)!;
      const share = solution[k]! <= 0 ? current / (current - solution[k]!) : 1;
      if (share < fraction) [fraction, limiting] = [share, row];
    });
    chosen.forEach((row, k) => {
      const current = v.get(row)!;
      const moved = current + fraction * (solution[k]! - current);
      // The limiting row comes to 0 but for rounding, which must not keep it: the loop would never end.
      if (fraction < 1 && (row === limiting || moved <= 1e-14)) v.delete(row);
      else v.set(row, moved);
    });
    if (fraction === 1) return;
  }
}

/**
 * What non-negative combinations of the rows of `a` leave of a target, by Lawson and Hanson's active set.
 *
 * @see Lawson and Hanson, Solving Least Squares Problems (1974), chapter 23.
 */
function unreachable(a: Matrix, target: Float64Array): Float64Array {
  const v = new Map<number, number>();
  let r: Float64Array = Float64Array.from(target);
  const size = Math.hypot(...target) || 1;
  for (let step = 0; step < 3 * a.rows + 10 * a.columns; step++) {
    const { row, gain } = steepest(a, r, v);
    if (row < 0 || gain <= TOLERANCE * size) break;
    v.set(row, 0);
    settle(a, target, v);
    if (!v.has(row)) break;
    r = residual(a, target, v);
    if (Math.hypot(...r) <= TOLERANCE * size) break;
  }
  return r;
}

/** Rows of the design, turned round for outcome 0, so that separation is `a b >= 0`. */
function signedRows(design: Matrix, outcome: ArrayLike<number>): Matrix {
  const a = zeros(design.rows, design.columns);
  for (let i = 0; i < design.rows; i++) {
    const sign = outcome[i]! > 0.5 ? 1 : -1;
    for (let j = 0; j < design.columns; j++) {
      a.values[i * design.columns + j] = sign * design.values[i * design.columns + j]!;
    }
  }
  return a;
}

function isComplete(a: Matrix): boolean {
  const extended = zeros(a.rows, a.columns + 1);
  for (let i = 0; i < a.rows; i++) {
    let length = 0;
    for (let j = 0; j < a.columns; j++) length = Math.hypot(length, a.values[i * a.columns + j]!);
    for (let j = 0; j < a.columns; j++) {
      extended.values[i * extended.columns + j] = a.values[i * a.columns + j]! / (length || 1);
    }
    extended.values[i * extended.columns + a.columns] = 1;
  }
  const target = new Float64Array(a.columns + 1);
  target[a.columns] = 1;
  return Math.hypot(...unreachable(extended, target)) > 1e-7;
}

/**
 * Whether the maximum-likelihood estimate of a logistic model is finite.
 *
 * By the theorem of Stiemke a splitting combination exists exactly when no positive weights of the rows cancel their
 * pull; the search for such weights is a non-negative least-squares problem, and what it leaves is the combination.
 *
 * @param design n x p with its intercept; columns that repeat others are allowed.
 * @param outcome 0 or 1, length n.
 * @example
 * separation(fromColumns([[1, 1, 1, 1], [1, 2, 3, 4]]), [0, 0, 1, 1]).complete; // true
 * @see Albert and Anderson, Biometrika 71 (1984) 1-10; Konis, DPhil thesis, Oxford (2007).
 */
export function separation(design: Matrix, outcome: ArrayLike<number>): Separation {
  const a = signedRows(design, outcome);
  const lengths = normalise(a);
  const target = new Float64Array(a.columns);
  for (let i = 0; i < a.rows; i++) {
    for (let j = 0; j < a.columns; j++) target[j]! -= a.values[i * a.columns + j]!;
  }
  const left = unreachable(a, target);
  if (Math.hypot(...left) <= 1e-7 * Math.max(1, Math.hypot(...target))) {
    return { separated: false, complete: false, direction: null };
  }
  const direction = left.map((value, j) => -value / lengths[j]!);
  const largest = direction.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return { separated: true, complete: isComplete(a), direction: direction.map((value) => value / largest) };
}
