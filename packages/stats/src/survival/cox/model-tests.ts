/**
 * Whether the covariates of a Cox model say anything at all.
 *
 * Reads the maximum and the start, gives likelihood-ratio, Wald and score test. Knows no single covariate.
 */
import { cholesky, choleskySolve } from '../../linear/cholesky.ts';
import type { ChiSquareTest } from '../../types.ts';
import { chiSquareP } from '../follow-up/probability.ts';
import { INFINITE_COEFFICIENT } from './coefficients.ts';
import { type SearchResult, squareMatrix } from './search.ts';

/** Three tests that all coefficients are 0. */
export interface CoxTests {
  readonly likelihoodRatio: ChiSquareTest;
  readonly wald: ChiSquareTest;
  readonly score: ChiSquareTest;
}

function quadraticTest(information: Float64Array, vector: Float64Array): number {
  const p = vector.length;
  const solved = choleskySolve(cholesky(squareMatrix(information, p), 1e-14), vector);
  return solved.reduce((sum, value, j) => sum + value * vector[j]!, 0);
}

function test(statistic: number, degreesOfFreedom: number, reason?: string): ChiSquareTest {
  const p = chiSquareP(statistic, degreesOfFreedom);
  return { statistic, degreesOfFreedom, p, ...(reason ? { reason } : {}) };
}

/** Likelihood-ratio, Wald and score test that all coefficients are 0. */
export function coxTests(search: SearchResult, covariance: Float64Array, p: number): CoxTests {
  const { start, value, beta } = search;
  const monotone = search.infinite.some((sign) => sign !== 0);
  const ratio = Math.max(0, 2 * (value.logLikelihood - start.logLikelihood));
  return {
    likelihoodRatio: test(ratio, p, monotone ? 'The limit of a monotone likelihood.' : undefined),
    wald: monotone
      ? { statistic: null, degreesOfFreedom: p, p: null, reason: INFINITE_COEFFICIENT }
      : test(quadraticTest(covariance, beta), p),
    score: test(quadraticTest(start.information, start.score), p),
  };
}
