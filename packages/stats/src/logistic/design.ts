/**
 * How named covariates become a well-scaled design, and how its coefficients become those of the covariates.
 *
 * Reads columns in any unit, gives an intercept and centred columns of unit spread, so that an age in nanoseconds or a
 * date in milliseconds costs no digits. Knows nothing of outcomes or of the fit.
 */
import { requireFiniteColumn } from '../columns.ts';
import { StatsError } from '../errors.ts';
import { fromColumns, type Matrix, matrixProduct, transpose, zeros } from '../linear/matrix.ts';

/** An intercept and standardised covariates. */
export interface StandardDesign {
  /** `(Intercept)` and the covariates, in order. */
  readonly names: readonly string[];
  /** n x p; column 0 is ones, column j is (x - centre) / scale. */
  readonly matrix: Matrix;
  /** Mean of each column; 0 for the intercept. */
  readonly centres: Float64Array;
  /** Standard deviation of each column (divisor n); 1 for the intercept. */
  readonly scales: Float64Array;
}

/** Rows with which a coefficient is held at a value while the others stay free. */
export interface HeldDesign {
  /** n x (p - 1): what the free coefficients multiply. */
  readonly free: Matrix;
  /** What the held coefficient adds to the linear predictor at value 1. Length n. */
  readonly unit: Float64Array;
  /** p x (p - 1): standardised coefficients from the free ones. */
  readonly basis: Matrix;
  /** Standardised coefficients that the held one adds at value 1. Length p. */
  readonly direction: Float64Array;
}

function meanAndSpread(column: ArrayLike<number>): { mean: number; spread: number } {
  const n = column.length;
  let mean = 0;
  for (let i = 0; i < n; i++) mean += column[i]! / n;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += (column[i]! - mean) ** 2;
  return { mean, spread: Math.sqrt(sum / n) };
}

function checkColumn(name: string, column: ArrayLike<number>, n: number): void {
  requireFiniteColumn(column, name);
  if (column.length === n) return;
  throw new StatsError('input/length', {
    found: `Found ${column.length} values of ${name} for ${n} outcomes.`,
    needed: 'Needed one value a patient.',
    remedy: 'Pass columns of the same rows.',
  });
}

/**
 * Lays out an intercept and standardised covariates.
 *
 * @param covariates Columns by name; length n each, finite, any unit. May be empty.
 * @param n Number of rows.
 * @throws StatsError `input/length`, `input/not-finite`; `logistic/collinear` when a column
 * has one value only.
 */
export function standardDesign(
  covariates: Readonly<Record<string, ArrayLike<number>>>,
  n: number,
): StandardDesign {
  const entries = Object.entries(covariates);
  const centres = new Float64Array(entries.length + 1);
  const scales = new Float64Array(entries.length + 1).fill(1);
  const columns: Float64Array[] = [new Float64Array(n).fill(1)];
  entries.forEach(([name, column], k) => {
    checkColumn(name, column, n);
    const { mean, spread } = meanAndSpread(column);
    if (!(spread > 1e-12 * Math.abs(mean)) || n < 2) {
      throw new StatsError('logistic/collinear', {
        found: `Found the same value of ${name} in all ${n} rows.`,
        needed: 'Needed a covariate that varies.',
        remedy: 'Leave it out; it says the same as the intercept.',
      });
    }
    centres[k + 1] = mean;
    scales[k + 1] = spread;
    columns.push(Float64Array.from(column, (value) => (value - mean) / spread));
  });
  return {
    names: ['(Intercept)', ...entries.map(([name]) => name)],
    matrix: fromColumns(columns),
    centres,
    scales,
  };
}

/** p x p matrix that turns standardised coefficients into those of the covariates. */
function backTransform(design: StandardDesign): Matrix {
  const p = design.names.length;
  const result = zeros(p, p);
  result.values[0] = 1;
  for (let j = 1; j < p; j++) {
    result.values[j * p + j] = 1 / design.scales[j]!;
    result.values[j] = -design.centres[j]! / design.scales[j]!;
  }
  return result;
}

/** Coefficients in the units of the covariates from standardised ones. */
export function originalCoefficients(design: StandardDesign, standardised: ArrayLike<number>): Float64Array {
  const result = Float64Array.from(standardised, (value, j) => value / design.scales[j]!);
  for (let j = 1; j < result.length; j++) result[0]! -= result[j]! * design.centres[j]!;
  return result;
}

/** Covariance in the units of the covariates from the standardised one. */
export function originalCovariance(design: StandardDesign, standardised: Matrix): Matrix {
  const turn = backTransform(design);
  return matrixProduct(matrixProduct(turn, standardised), transpose(turn));
}

/**
 * Frees all coefficients but one.
 *
 * @param design From `standardDesign`.
 * @param term Which coefficient is held, 0 for the intercept, in the units of the covariates.
 */
export function holdTerm(design: StandardDesign, term: number): HeldDesign {
  const { matrix, centres, scales } = design;
  const p = matrix.columns;
  const direction = new Float64Array(p);
  direction[term] = scales[term]!;
  const basis = zeros(p, p - 1);
  for (let j = 0, k = 0; j < p; j++) {
    if (j === term) continue;
    basis.values[j * (p - 1) + k] = 1;
    if (term === 0) basis.values[k] = centres[j]! / scales[j]!;
    k++;
  }
  if (term > 0) direction[0] = centres[term]!;
  const unit = new Float64Array(matrix.rows);
  for (let i = 0; i < matrix.rows; i++) {
    for (let j = 0; j < p; j++) unit[i]! += matrix.values[i * p + j]! * direction[j]!;
  }
  return { free: matrixProduct(matrix, basis), unit, basis, direction };
}
