/**
 * By what factor the hazard changes with each covariate, and how surely.
 *
 * Reads follow-up and covariates, gives a Cox model with its tests. A coefficient that runs to infinity is null with a
 * reason, while the score test and the likelihood-ratio limit stay. Knows nothing of cut-offs or figures.
 */

import { StatsError } from '../../errors.ts';
import { cholesky, choleskyInverse, choleskySolve } from '../../linear/cholesky.ts';
import { checkOptions, type FilledOptions } from '../../options.ts';
import type { ChiSquareTest, Estimate } from '../../types.ts';
import { chiSquareP, twoSidedP, zOfLevel } from '../follow-up/probability.ts';
import { checkCodes } from '../follow-up/strata.ts';
import { COX_DATA, type CoxData, type CoxDesign, coxDesign } from './design.ts';
import { exactLikelihood } from './exact.ts';
import { partialLikelihood } from './likelihood.ts';
import type { CoxModel, Ties } from './model.ts';
import { clusterCovariance } from './robust.ts';
import { maximise, type SearchResult, squareMatrix } from './search.ts';

/** A Cox regression to fit. */
export interface CoxOptions extends CoxData {
  /** How tied events are treated. Default 'efron'. 'exact' is the discrete model and takes no weights. */
  readonly ties?: Ties;
  /** Integer codes of patients that belong together; gives robust standard errors. Default none. */
  readonly cluster?: ArrayLike<number>;
  /** Coverage of the intervals. Default 0.95. */
  readonly level?: number;
}

const DEFAULTS = Object.freeze({ ...COX_DATA, ties: 'efron', cluster: undefined, level: 0.95 });

type Chosen = FilledOptions<CoxOptions, typeof DEFAULTS>;

/** One line of a Cox model. */
export interface CoxCoefficient {
  /** Covariate name. */
  readonly name: string;
  /** Log hazard ratio of one unit more; null when it runs to infinity. */
  readonly logHazardRatio: number | null;
  /** Its standard error (robust when clusters are given). */
  readonly standardError: number | null;
  /** Standard error from the information, when the other is robust. */
  readonly modelStandardError: number | null;
  /** Hazard ratio of one unit more with Wald limits. */
  readonly hazardRatio: Estimate;
  /** Log hazard ratio over its standard error. */
  readonly z: number | null;
  /** Two-sided Wald P. */
  readonly p: number | null;
  /** 1 or -1 when the coefficient runs to plus or minus infinity, else 0. */
  readonly infinite: -1 | 0 | 1;
}

/** Three tests that all coefficients are 0. */
export interface CoxTests {
  readonly likelihoodRatio: ChiSquareTest;
  readonly wald: ChiSquareTest;
  readonly score: ChiSquareTest;
}

/** A fitted Cox model. */
export interface CoxFit {
  /** One line a covariate, in the order given. */
  readonly coefficients: readonly CoxCoefficient[];
  /** Covariance of the log hazard ratios (robust when clusters are given); null in rows of infinite coefficients. */
  readonly covariance: readonly (readonly (number | null)[])[];
  /** Number of patients. */
  readonly n: number;
  /** Number of events. */
  readonly events: number;
  /** Log partial likelihood at 0. */
  readonly logLikelihoodNull: number;
  /** Log partial likelihood at the maximum, or its limit. */
  readonly logLikelihood: number;
  /** -2 log likelihood + 2 p. */
  readonly aic: number;
  /** Tests that all coefficients are 0. */
  readonly tests: CoxTests;
  /** How tied events were treated. */
  readonly ties: Ties;
  /** How the numbers were made, in words. */
  readonly method: string;
  /** For `proportionalHazards`, `coxResiduals`, `baselineHazard` and `predictSurvival`; left out of JSON and copies. */
  readonly model: CoxModel;
}

const INFINITE =
  'Monotone likelihood: the coefficient runs to infinity. Use the score test or a Firth estimate.';

function evaluator(design: CoxDesign, ties: Ties) {
  if (ties === 'exact') return exactLikelihood(design);
  return (beta: Float64Array) => partialLikelihood(design, beta, ties);
}

/** Inverse of the information among the coefficients that stay finite. */
function finiteInverse(search: SearchResult, p: number): Float64Array {
  const information = Float64Array.from(search.value.information);
  for (let j = 0; j < p; j++) {
    if (search.infinite[j] === 0) continue;
    for (let k = 0; k < p; k++) information[j * p + k] = information[k * p + j] = 0;
  }
  return choleskyInverse(cholesky(squareMatrix(information, p), 1e-14)).values;
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

function tests(search: SearchResult, covariance: Float64Array, p: number): CoxTests {
  const { start, value, beta } = search;
  const monotone = search.infinite.some((sign) => sign !== 0);
  const ratio = Math.max(0, 2 * (value.logLikelihood - start.logLikelihood));
  return {
    likelihoodRatio: test(ratio, p, monotone ? 'The limit of a monotone likelihood.' : undefined),
    wald: monotone
      ? { statistic: null, degreesOfFreedom: p, p: null, reason: INFINITE }
      : test(quadraticTest(covariance, beta), p),
    score: test(quadraticTest(start.information, start.score), p),
  };
}

function ratioEstimate(log: number, standardError: number, about: { level: number; ties: Ties }): Estimate {
  const { level, ties } = about;
  const half = zOfLevel(level) * standardError;
  const finite = (value: number) => (Number.isFinite(value) ? value : null);
  const [value, lower, upper] = [log, log - half, log + half].map((part) => finite(Math.exp(part)));
  const method = `Cox regression, ${ties} ties, Wald limits`;
  const overflow = value === null || upper === null;
  return {
    value: value!,
    lower: lower!,
    upper: upper!,
    level,
    method,
    ...(overflow ? { reason: 'The ratio of one unit is too large for a number: use a larger unit.' } : {}),
  };
}

function coefficientLines(model: CoxModel, covariance: Float64Array, level: number): CoxCoefficient[] {
  const { design, search, inverse, ties } = model;
  const p = design.p;
  return design.names.map((name, j) => {
    const sign = search.infinite[j]! as -1 | 0 | 1;
    if (sign !== 0)
      return {
        name,
        logHazardRatio: null,
        standardError: null,
        modelStandardError: null,
        hazardRatio: {
          value: null,
          lower: null,
          upper: null,
          level,
          method: `Cox regression, ${ties} ties`,
          reason: INFINITE,
        },
        z: null,
        p: null,
        infinite: sign,
      };
    const logHazardRatio = search.beta[j]! / design.spreads[j]!;
    const standardError = Math.sqrt(covariance[j * p + j]!) / design.spreads[j]!;
    const z = logHazardRatio / standardError;
    return {
      name,
      logHazardRatio,
      standardError,
      modelStandardError: Math.sqrt(inverse[j * p + j]!) / design.spreads[j]!,
      hazardRatio: ratioEstimate(logHazardRatio, standardError, { level, ties }),
      z,
      p: twoSidedP(z),
      infinite: sign,
    };
  });
}

function checkChoice(options: Chosen): void {
  const { ties, level } = options;
  const problem = !['efron', 'breslow', 'exact'].includes(ties)
    ? `ties of ${ties}`
    : !(level > 0 && level < 1)
      ? `a level of ${level}`
      : null;
  if (problem)
    throw new StatsError('input/option', {
      found: `Found ${problem}.`,
      needed: 'Needed ties efron, breslow or exact, and a level between 0 and 1.',
      remedy: 'Correct the option.',
    });
  const weighted = options.weights && Array.from(options.weights).some((weight) => weight !== 1);
  if (ties === 'exact' && (weighted || options.cluster))
    throw new StatsError('survival/unsupported', {
      found: 'Found case weights or clusters together with exact ties.',
      needed: 'Needed an unweighted model: the exact likelihood counts patients, not weights.',
      remedy: 'Use ties efron.',
    });
}

/**
 * Fit a Cox proportional-hazards model.
 *
 * @param options Data and choices; see `CoxOptions`.
 * @throws StatsError `survival/no-events`, `survival/constant-covariate`, `survival/collinear`,
 * `survival/no-convergence`, `survival/unsupported`, `survival/time`, `survival/event`, `survival/weights`,
 * `input/length`, `input/not-finite`, `input/option`.
 * @example
 * coxRegression({ followUp, covariates: [{ name: 'score', values: score }] }).coefficients[0].hazardRatio;
 * @see Cox, J R Stat Soc B 34 (1972) 187-220; Therneau and Grambsch, Modeling Survival Data (2000); R survival::coxph.
 */
export function coxRegression(options: CoxOptions): CoxFit {
  const chosen = checkOptions(options, DEFAULTS);
  checkChoice(chosen);
  const { ties, level, cluster } = chosen;
  const design = coxDesign(options);
  if (cluster) checkCodes(cluster, design.n, 'cluster');
  const { p } = design;
  const search = maximise(design, evaluator(design, ties));
  const model: CoxModel = { design, search, inverse: finiteInverse(search, p), ties };
  const covariance = cluster ? clusterCovariance(model, cluster) : model.inverse;
  const fit = {
    coefficients: coefficientLines(model, covariance, level),
    covariance: design.names.map((_, j) =>
      design.names.map((_other, k) =>
        search.infinite[j] || search.infinite[k]
          ? null
          : covariance[j * p + k]! / (design.spreads[j]! * design.spreads[k]!),
      ),
    ),
    n: design.n,
    events: design.events,
    logLikelihoodNull: search.start.logLikelihood,
    logLikelihood: search.value.logLikelihood,
    aic: 2 * p - 2 * search.value.logLikelihood,
    tests: tests(search, covariance, p),
    ties,
    method: `Cox regression, ${ties} ties${options.strata ? ', stratified' : ''}${cluster ? ', robust errors' : ''}`,
  };
  return Object.defineProperty({ ...fit, model }, 'model', { enumerable: false });
}

export type { CoxModel, Ties };
