/**
 * By what factor the hazard changes with each covariate, and how surely.
 *
 * Reads follow-up and covariates, gives a Cox model with its tests. A coefficient that runs to infinity is null with a
 * reason, while the score test and the likelihood-ratio limit stay. Knows nothing of cut-offs or figures.
 */
import { StatsError } from '../../errors.ts';
import { cholesky, choleskyInverse } from '../../linear/cholesky.ts';
import { checkOptions, type FilledOptions } from '../../options.ts';
import { checkCodes } from '../follow-up/strata.ts';
import { clusterCovariance } from './cluster-covariance.ts';
import { type CoxCoefficient, coefficientLines } from './coefficients.ts';
import { COX_DATA, type CoxData, type CoxDesign, coxDesign } from './design.ts';
import { exactLikelihood } from './exact.ts';
import { partialLikelihood } from './likelihood.ts';
import type { CoxModel, Ties } from './model.ts';
import { type CoxTests, coxTests } from './model-tests.ts';
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
    tests: coxTests(search, covariance, p),
    ties,
    method: `Cox regression, ${ties} ties${options.strata ? ', stratified' : ''}${cluster ? ', robust errors' : ''}`,
  };
  return Object.defineProperty({ ...fit, model }, 'model', { enumerable: false });
}

export type { CoxModel, Ties };
