/**
 * Which coefficients make the partial likelihood largest, and whether some of them have no largest value.
 *
 * Newton's method with step halving on any concave log likelihood; then a certificate for monotone likelihood: a
 * direction along which every event always had the largest covariate of its risk set. Knows nothing of tests.
 */
import { StatsError } from '../../errors.ts';
import { cholesky, choleskySolve } from '../../linear/cholesky.ts';
import type { Matrix } from '../../linear/matrix.ts';
import type { CoxDesign } from './design.ts';
import type { LikelihoodValue } from './likelihood.ts';

/** Where the search ended, in the scaled covariates. */
export interface SearchResult {
  /** Coefficients. Length p. */
  readonly beta: Float64Array;
  /** Likelihood there. */
  readonly value: LikelihoodValue;
  /** Likelihood at zero. */
  readonly start: LikelihoodValue;
  /** Sign of each coefficient that runs to infinity, 0 for the finite ones. */
  readonly infinite: Int8Array;
  /** Newton steps taken. */
  readonly iterations: number;
}

const MAX_ITERATIONS = 100;
const COLLINEAR = 1e-11;
const FLAT = 1e-10;

/** A symmetric matrix view of a flat p x p array. */
export function squareMatrix(values: Float64Array, p: number): Matrix {
  return { rows: p, columns: p, values };
}

function checkStart(design: CoxDesign, start: LikelihoodValue): void {
  const factor = cholesky(squareMatrix(start.information, design.p), COLLINEAR);
  if (factor.rank === design.p) return;
  const names = factor.deficient.map((j) => design.names[j]!);
  throw new StatsError(
    'survival/collinear',
    {
      found: `Found that ${names.join(', ')} adds nothing to the covariates before it among the patients at risk.`,
      needed: 'Needed covariates of which none follows from the others.',
      remedy: `Leave ${names.join(', ')} out of the model.`,
    },
    { names },
  );
}

function improve(
  evaluate: (beta: Float64Array) => LikelihoodValue,
  current: { beta: Float64Array; logLikelihood: number },
  step: Float64Array,
): { beta: Float64Array; value: LikelihoodValue } | null {
  const { beta, logLikelihood: from } = current;
  const slack = 1e-13 * (1 + Math.abs(from));
  for (let factor = 1; factor > 1e-9; factor /= 2) {
    const next = beta.map((value, j) => value + factor * step[j]!);
    const value = evaluate(next);
    // Far out every risk of a late risk set rounds to 0 and the likelihood to infinity: no improvement, a step too long.
    if (Number.isFinite(value.logLikelihood) && value.logLikelihood >= from - slack)
      return { beta: next, value };
  }
  return null;
}

/** Whether every event had the largest value of gamma'x in its risk set, with some patient truly below. */
function isMonotone(design: CoxDesign, gamma: Float64Array): boolean {
  const { p, x, dead, weights, timed } = design;
  const { runStarts, stratumRuns } = timed;
  const tolerance = 1e-7 * gamma.reduce((sum, value) => sum + Math.abs(value), 0);
  let strict = false;
  for (let s = 0; s + 1 < stratumRuns.length; s++) {
    let [high, low] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    for (let run = stratumRuns[s + 1]! - 1; run >= stratumRuns[s]!; run--) {
      let lowestDead = Number.POSITIVE_INFINITY;
      for (let place = runStarts[run]!; place < runStarts[run + 1]!; place++) {
        if (weights[place] === 0) continue;
        let along = 0;
        for (let j = 0; j < p; j++) along += gamma[j]! * x[place * p + j]!;
        high = Math.max(high, along);
        low = Math.min(low, along);
        if (dead[place] === 1) lowestDead = Math.min(lowestDead, along);
      }
      if (lowestDead === Number.POSITIVE_INFINITY) continue;
      if (high - lowestDead > tolerance) return false;
      if (lowestDead - low > tolerance) strict = true;
    }
  }
  return strict;
}

/** Signs of the coefficients that run away along the last step, if the data prove that they do. */
function runaways(design: CoxDesign, step: Float64Array): Int8Array {
  const largest = step.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const signs = new Int8Array(design.p);
  if (largest < 1e-3) return signs;
  const gamma = step.map((value) => (Math.abs(value) < 1e-4 * largest ? 0 : value));
  if (!isMonotone(design, gamma)) return signs;
  return signs.map((_, j) => Math.sign(gamma[j]!));
}

/**
 * Maximise a partial likelihood.
 *
 * @param design The sorted problem.
 * @param evaluate Log likelihood, score and information at scaled coefficients.
 * @throws StatsError `survival/collinear` when covariates determine each other; `survival/no-convergence`.
 */
export function maximise(design: CoxDesign, evaluate: (beta: Float64Array) => LikelihoodValue): SearchResult {
  let beta: Float64Array = new Float64Array(design.p);
  const start = evaluate(beta);
  checkStart(design, start);
  let value = start;
  for (let iterations = 1; iterations <= MAX_ITERATIONS; iterations++) {
    const factor = cholesky(squareMatrix(value.information, design.p), 1e-14);
    const step = choleskySolve(factor, value.score);
    const gain = step.reduce((sum, part, j) => sum + part * value.score[j]!, 0);
    const next = improve(evaluate, { beta, logLikelihood: value.logLikelihood }, step);
    if (next) ({ beta, value } = next);
    if (gain < FLAT || !next) {
      if (gain > 1e-6 * (1 + Math.abs(value.logLikelihood)))
        throw new StatsError('survival/no-convergence', {
          found: `Found no better coefficients after ${iterations} steps although the slope is not zero.`,
          needed: 'Needed a likelihood with a maximum.',
          remedy: 'Check the covariates for extreme values, or use fewer of them.',
        });
      return { beta, value, start, infinite: runaways(design, step), iterations };
    }
  }
  throw new StatsError('survival/no-convergence', {
    found: `Found no maximum of the likelihood in ${MAX_ITERATIONS} steps.`,
    needed: 'Needed a likelihood that levels off.',
    remedy: 'Check the covariates for extreme values, or use fewer of them.',
  });
}
