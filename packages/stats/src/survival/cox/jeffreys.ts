/**
 * The penalised partial likelihood: log likelihood plus half the log determinant of the information.
 *
 * Reads scaled coefficients, gives the value and its gradient, with Breslow's ties. Knows nothing of searches.
 */
import { cholesky, choleskyInverse, logDeterminant } from '../../linear/cholesky.ts';
import type { CoxDesign } from './design.ts';
import { partialLikelihood, riskScores } from './likelihood.ts';
import { squareMatrix } from './search.ts';

/** Penalised likelihood at one set of coefficients. */
export interface PenalisedValue {
  /** Log likelihood + log |I| / 2; minus infinity where the information is singular. */
  readonly logLikelihood: number;
  /** Its gradient. Length p. */
  readonly score: Float64Array;
  /** Information of the likelihood without penalty, p x p. */
  readonly information: Float64Array;
  /** Its inverse. */
  readonly inverse: Float64Array;
}

/** Risk-set sums up to third order: q is the quadratic form x'Vx of each patient. */
interface ThirdMoments {
  total: number;
  readonly first: Float64Array;
  readonly second: Float64Array;
  form: number;
  readonly formFirst: Float64Array;
}

function emptyMoments(p: number): ThirdMoments {
  return {
    total: 0,
    first: new Float64Array(p),
    second: new Float64Array(p * p),
    form: 0,
    formFirst: new Float64Array(p),
  };
}

function addPatient(
  sums: ThirdMoments,
  risk: number,
  x: Float64Array,
  at: { from: number; inverse: Float64Array },
): void {
  const p = sums.first.length;
  const { from, inverse } = at;
  let form = 0;
  for (let a = 0; a < p; a++)
    for (let b = 0; b < p; b++) form += inverse[a * p + b]! * x[from + a]! * x[from + b]!;
  sums.total += risk;
  sums.form += risk * form;
  for (let a = 0; a < p; a++) {
    const scaled = risk * x[from + a]!;
    sums.first[a]! += scaled;
    sums.formFirst[a]! += form * scaled;
    for (let b = 0; b < p; b++) sums.second[a * p + b]! += scaled * x[from + b]!;
  }
}

/** Add half of the trace of V dI/dbeta of one time to the gradient. */
function addTrace(
  gradient: Float64Array,
  sums: ThirdMoments,
  at: { weight: number; inverse: Float64Array },
): void {
  const { weight, inverse } = at;
  const p = gradient.length;
  const mean = sums.first.map((value) => value / sums.total);
  const turned = new Float64Array(p);
  let form = 0;
  for (let a = 0; a < p; a++) {
    for (let b = 0; b < p; b++) turned[a]! += inverse[a * p + b]! * mean[b]!;
    form += turned[a]! * mean[a]!;
  }
  for (let r = 0; r < p; r++) {
    let crossed = 0;
    for (let b = 0; b < p; b++) crossed += (sums.second[r * p + b]! / sums.total) * turned[b]!;
    const third =
      sums.formFirst[r]! / sums.total -
      2 * crossed -
      (sums.form / sums.total) * mean[r]! +
      2 * form * mean[r]!;
    gradient[r]! += 0.5 * weight * third;
  }
}

function traceGradient(design: CoxDesign, beta: ArrayLike<number>, inverse: Float64Array): Float64Array {
  const { p, x, dead, weights, timed } = design;
  const { runStarts, stratumRuns } = timed;
  const { risk } = riskScores(design, beta);
  const gradient = new Float64Array(p);
  for (let s = 0; s + 1 < stratumRuns.length; s++) {
    const sums = emptyMoments(p);
    for (let run = stratumRuns[s + 1]! - 1; run >= stratumRuns[s]!; run--) {
      let deadWeight = 0;
      for (let place = runStarts[run]!; place < runStarts[run + 1]!; place++) {
        addPatient(sums, risk[place]!, x, { from: place * p, inverse });
        deadWeight += dead[place]! * weights[place]!;
      }
      if (deadWeight > 0) addTrace(gradient, sums, { weight: deadWeight, inverse });
    }
  }
  return gradient;
}

/**
 * Evaluate the penalised partial likelihood.
 *
 * @param design The sorted problem.
 * @param beta Coefficients of the scaled covariates. Length p.
 * @see Firth, Biometrika 80 (1993) 27-38; Heinze and Schemper, Biometrics 57 (2001) 114-119.
 */
export function penalisedLikelihood(design: CoxDesign, beta: Float64Array): PenalisedValue {
  const { logLikelihood, score, information } = partialLikelihood(design, beta, 'breslow');
  const factor = cholesky(squareMatrix(information, design.p), 1e-13);
  const inverse = choleskyInverse(factor).values;
  if (factor.rank < design.p || !Number.isFinite(logLikelihood))
    return { logLikelihood: Number.NEGATIVE_INFINITY, score, information, inverse };
  const gradient = traceGradient(design, beta, inverse);
  return {
    logLikelihood: logLikelihood + logDeterminant(factor) / 2,
    score: gradient.map((value, j) => value + score[j]!),
    information,
    inverse,
  };
}
