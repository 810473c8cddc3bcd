/**
 * Which coefficients make 0/1 outcomes most likely under a logit link, at a given offset.
 *
 * Reads a design that is already laid out, gives coefficients on its columns, the deviance and the information at
 * the estimate. Knows nothing of column names, intervals or separation. Starts and clamps where R's glm.fit does.
 */
import { type Cholesky, cholesky, choleskySolve } from '../linear/cholesky.ts';
import { crossProduct, type Matrix } from '../linear/matrix.ts';

/** What is fitted: rows of a design with outcomes, weights and offsets. */
export interface LogitRows {
  /** n x p, without names; an intercept is a column of ones. p may be 0. */
  readonly design: Matrix;
  /** Proportion of successes in [0, 1], usually 0 or 1. Length n. */
  readonly outcome: Float64Array;
  /** Prior weight of every row, >= 0. Length n. */
  readonly weights: Float64Array;
  /** Added to the linear predictor. Length n. */
  readonly offset: Float64Array;
}

/** When the iteration stops. */
export interface IrlsOptions {
  /** Relative change of the deviance that counts as none. Default 1e-12 (R: 1e-8). */
  readonly epsilon?: number;
  /** Most steps. Default 50 (R: 25). */
  readonly maxSteps?: number;
  /** Linear predictor to begin from. Default is R's start from (w y + 0.5) / (w + 1). */
  readonly startPredictor?: Float64Array;
}

/** A maximum-likelihood fit on the columns of the design. */
export interface IrlsFit {
  readonly coefficients: Float64Array;
  readonly linearPredictor: Float64Array;
  /** The linear predictor from which the last step was taken. */
  readonly before: Float64Array;
  readonly fitted: Float64Array;
  readonly deviance: number;
  readonly converged: boolean;
  readonly steps: number;
  /** Factor of X'WX with the weights at the estimate (R's summary uses those one step earlier). */
  readonly information: Cholesky;
}

const CLAMP = 30;
const EPSILON = Number.EPSILON;

/** Probability of a log-odds; beyond 30 the tail is Number.EPSILON, as R's logit link has it. */
export function inverseLogit(logit: number): number {
  if (logit < -CLAMP) return EPSILON / (1 + EPSILON);
  if (logit > CLAMP) return 1 / (1 + EPSILON);
  return 1 / (1 + Math.exp(-logit));
}

function xLogRatio(x: number, y: number): number {
  return x === 0 ? 0 : x * Math.log(x / y);
}

/**
 * Twice the log-likelihood that the saturated model has more than the given probabilities.
 *
 * @param rows Outcomes and weights.
 * @param fitted Probabilities, one a row.
 */
export function logitDeviance(rows: Pick<LogitRows, 'outcome' | 'weights'>, fitted: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < fitted.length; i++) {
    const y = rows.outcome[i]!;
    const mu = fitted[i]!;
    sum += 2 * rows.weights[i]! * (xLogRatio(y, mu) + xLogRatio(1 - y, 1 - mu));
  }
  return sum;
}

/** Slope of the inverse logit, as R's link has it: never under Number.EPSILON. */
function slopeAt(logit: number, probability: number): number {
  return Math.abs(logit) > CLAMP ? EPSILON : probability * (1 - probability);
}

function startOf(rows: LogitRows): Float64Array {
  return rows.outcome.map((y, i) => {
    const weight = rows.weights[i]!;
    const start = (weight * y + 0.5) / (weight + 1);
    return Math.log(start / (1 - start));
  });
}

/** Where a step leads, and the information where it began. */
export interface LogitStep {
  readonly coefficients: Float64Array;
  readonly information: Cholesky;
}

/**
 * One weighted least-squares step from a linear predictor.
 *
 * @param rows What is fitted.
 * @param predictor Where the weights are taken.
 */
export function logitStep(rows: LogitRows, predictor: Float64Array): LogitStep {
  const { design, outcome, weights, offset } = rows;
  const p = design.columns;
  const working = new Float64Array(design.rows);
  const right = new Float64Array(p);
  for (let i = 0; i < design.rows; i++) {
    const mu = inverseLogit(predictor[i]!);
    const slope = slopeAt(predictor[i]!, mu);
    const weight = (weights[i]! * slope * slope) / (mu * (1 - mu));
    working[i] = weight;
    if (weight === 0) continue;
    const response = weight * (predictor[i]! - offset[i]! + (outcome[i]! - mu) / slope);
    for (let j = 0; j < p; j++) right[j]! += design.values[i * p + j]! * response;
  }
  const information = cholesky(crossProduct(design, working), 1e-12);
  return { coefficients: choleskySolve(information, right), information };
}

function predict(rows: LogitRows, coefficients: Float64Array): Float64Array {
  const { design, offset } = rows;
  const p = design.columns;
  const predictor = Float64Array.from(offset);
  for (let i = 0; i < design.rows; i++) {
    for (let j = 0; j < p; j++) predictor[i]! += design.values[i * p + j]! * coefficients[j]!;
  }
  return predictor;
}

/**
 * Iteratively reweighted least squares for a logit link.
 *
 * @param rows Design, outcomes, weights and offsets; scale the columns first, normal equations are formed.
 * @see McCullagh and Nelder, Generalized Linear Models, 2nd ed. (1989), section 2.5.
 */
export function irls(rows: LogitRows, options: IrlsOptions = {}): IrlsFit {
  const { epsilon = 1e-12, maxSteps = 50 } = options;
  let predictor = options.startPredictor ?? startOf(rows);
  let fitted = predictor.map(inverseLogit);
  let deviance = logitDeviance(rows, fitted);
  let step = logitStep(rows, predictor);
  for (let steps = 1; ; steps++) {
    const origin = predictor;
    predictor = predict(rows, step.coefficients);
    fitted = predictor.map(inverseLogit);
    const before = deviance;
    deviance = logitDeviance(rows, fitted);
    const converged = Math.abs(deviance - before) / (Math.abs(deviance) + 0.1) < epsilon;
    if (converged || steps === maxSteps) {
      const { information } = logitStep(rows, predictor);
      return {
        ...step,
        information,
        linearPredictor: predictor,
        before: origin,
        fitted,
        deviance,
        converged,
        steps,
      };
    }
    step = logitStep(rows, predictor);
  }
}
