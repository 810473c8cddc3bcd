/**
 * Which coefficients make the Jeffreys-penalised likelihood of a logistic model largest, with any of them held.
 *
 * Reads rows of a well-scaled design, gives the maximum and the information there. Always finite, also under
 * separation. Knows nothing of names, tests or intervals.
 */
import {
  type Cholesky,
  cholesky,
  choleskyInverse,
  choleskySolve,
  logDeterminant,
} from '../linear/cholesky.ts';
import { crossProduct, type Matrix, matrixProduct, multiplyVector, transpose } from '../linear/matrix.ts';
import type { LogitRows } from './irls.ts';

/** Coefficients that are free, and where the others are held. */
export interface Constraint {
  /** p x k: standardised coefficients from the k free ones. */
  readonly basis: Matrix;
  /** Standardised coefficients at free coefficients 0. Length p. */
  readonly origin: Float64Array;
}

/** A maximum of the penalised likelihood. */
export interface PenalisedFit {
  /** Standardised coefficients. Length p. */
  readonly coefficients: Float64Array;
  /** Free coefficients, to start a neighbouring fit from. */
  readonly free: Float64Array;
  readonly penalisedLogLikelihood: number;
  readonly logLikelihood: number;
  readonly fitted: Float64Array;
  /** Factor of X'WX of all p columns. */
  readonly information: Cholesky;
  /** Leverage of every row, summing to p. */
  readonly leverage: Float64Array;
  readonly converged: boolean;
  readonly steps: number;
}

interface State {
  readonly free: Float64Array;
  readonly coefficients: Float64Array;
  readonly fitted: Float64Array;
  readonly working: Float64Array;
  readonly matrix: Matrix;
  readonly information: Cholesky;
  readonly logLikelihood: number;
  readonly penalised: number;
}

const MAX_STEP = 5;
const TOLERANCE = 1e-11;

/** log(1 + e^x) without overflow. */
function softPlus(x: number): number {
  return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x));
}

function evaluate(rows: LogitRows, constraint: Constraint, free: Float64Array): State {
  const coefficients = multiplyVector(constraint.basis, free).map(
    (value, j) => value + constraint.origin[j]!,
  );
  const predictor = multiplyVector(rows.design, coefficients);
  const fitted = new Float64Array(predictor.length);
  const working = new Float64Array(predictor.length);
  let logLikelihood = 0;
  for (let i = 0; i < predictor.length; i++) {
    const eta = predictor[i]! + rows.offset[i]!;
    const weight = rows.weights[i]!;
    const mu = 1 / (1 + Math.exp(-eta));
    fitted[i] = mu;
    working[i] = (weight * mu) / (1 + Math.exp(eta));
    logLikelihood += weight * (rows.outcome[i]! * eta - softPlus(eta));
  }
  const matrix = crossProduct(rows.design, working);
  const information = cholesky(matrix, 0);
  const penalised =
    information.rank < coefficients.length ? Number.NaN : logLikelihood + logDeterminant(information) / 2;
  return { free, coefficients, fitted, working, matrix, information, logLikelihood, penalised };
}

function leverages(design: Matrix, state: State): Float64Array {
  const p = design.columns;
  const inverse = choleskyInverse(state.information).values;
  const { values } = design;
  const result = new Float64Array(design.rows);
  for (let i = 0; i < design.rows; i++) {
    const from = i * p;
    let sum = 0;
    for (let j = 0; j < p; j++) {
      let inner = 0;
      for (let k = 0; k < p; k++) inner += inverse[j * p + k]! * values[from + k]!;
      sum += values[from + j]! * inner;
    }
    result[i] = sum * state.working[i]!;
  }
  return result;
}

/** Fisher-scoring step of the free coefficients, never longer than MAX_STEP in any of them. */
function scoringStep(rows: LogitRows, constraint: Constraint, state: State): Float64Array {
  const { design, outcome, weights } = rows;
  const p = design.columns;
  const leverage = leverages(design, state);
  const gradient = new Float64Array(p);
  for (let i = 0; i < design.rows; i++) {
    const mu = state.fitted[i]!;
    const residual = weights[i]! * (outcome[i]! - mu) + leverage[i]! * (0.5 - mu);
    for (let j = 0; j < p; j++) gradient[j]! += design.values[i * p + j]! * residual;
  }
  const turned = transpose(constraint.basis);
  const information = cholesky(matrixProduct(matrixProduct(turned, state.matrix), constraint.basis), 0);
  const step = choleskySolve(information, multiplyVector(turned, gradient));
  const longest = step.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return longest > MAX_STEP ? step.map((value) => (value * MAX_STEP) / longest) : step;
}

/** The state after a step, halved while the penalised likelihood falls. */
function advance(rows: LogitRows, constraint: Constraint, from: { state: State; step: Float64Array }): State {
  let { step } = from;
  for (let halving = 0; ; halving++) {
    const next = evaluate(
      rows,
      constraint,
      from.state.free.map((value, k) => value + step[k]!),
    );
    const slack = 1e-12 * Math.abs(from.state.penalised);
    if (next.penalised >= from.state.penalised - slack) return next;
    if (halving === 30) return from.state;
    step = step.map((value) => value / 2);
  }
}

/**
 * Firth's bias-reduced estimate.
 *
 * @param rows Design (standardised), outcomes, weights, offsets.
 * @param constraint Which coefficients are free.
 * @param start Free coefficients to begin from. Default zeros.
 * @see Firth, Biometrika 80 (1993) 27-38; Heinze and Schemper, Stat Med 21 (2002) 2409-2419.
 */
export function maximisePenalised(
  rows: LogitRows,
  constraint: Constraint,
  start?: Float64Array,
): PenalisedFit {
  let state = evaluate(rows, constraint, start ?? new Float64Array(constraint.basis.columns));
  let converged = constraint.basis.columns === 0;
  let steps = 0;
  while (!converged && steps < 1000 && !Number.isNaN(state.penalised)) {
    steps++;
    const step = scoringStep(rows, constraint, state);
    const before = state;
    state = advance(rows, constraint, { state, step });
    const longest = step.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const scale = state.free.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
    converged = longest <= TOLERANCE * scale || state === before;
  }
  return {
    coefficients: state.coefficients,
    free: state.free,
    penalisedLogLikelihood: state.penalised,
    logLikelihood: state.logLikelihood,
    fitted: state.fitted,
    information: state.information,
    leverage: leverages(rows.design, state),
    converged,
    steps,
  };
}
