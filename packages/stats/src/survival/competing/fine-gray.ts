/**
 * By what factor the subdistribution hazard of one kind of event changes with each covariate.
 *
 * Reads follow-up with competing events and covariates, gives a Fine-Gray model. Its ratios order cumulative
 * incidences; they are not ratios of the rate among those still at risk. Knows nothing of strata.
 */
import { cholesky, choleskyInverse } from '../../linear/cholesky.ts';
import { checkOptions, type FilledOptions, requireLevel } from '../../options.ts';
import type { Estimate } from '../../types.ts';
import { type Covariate, coxDesign } from '../cox/design.ts';
import { maximise, squareMatrix } from '../cox/search.ts';
import { twoSidedP, zOfLevel } from '../follow-up/probability.ts';
import { type CompetingFollowUp, causeSpecific, checkCause, checkCompeting } from './follow-up.ts';
import { subdistributionLikelihood } from './subdistribution.ts';
import { subdistributionInfluence } from './subdistribution-influence.ts';
import type { SubdistributionDesign } from './subdistribution-pass.ts';
import { type CensoringTieRule, uncensoredBefore } from './weights.ts';

/** A Fine-Gray regression to fit. */
export interface FineGrayOptions {
  /** Months and causes of n patients. */
  readonly followUp: CompetingFollowUp;
  /** Number of the cause of interest. */
  readonly cause: number;
  /** The columns, at least one. */
  readonly covariates: readonly Covariate[];
  /** Rule for events tied with a censoring. Default 'stay', as cmprsk. */
  readonly censoringTies?: CensoringTieRule;
  /** Coverage. Default 0.95. */
  readonly level?: number;
}

const DEFAULTS = Object.freeze({
  followUp: undefined,
  cause: undefined,
  covariates: undefined,
  censoringTies: 'stay',
  level: 0.95,
});

type Chosen = FilledOptions<FineGrayOptions, typeof DEFAULTS>;

/** One line of a Fine-Gray model. */
export interface FineGrayCoefficient {
  /** Covariate name. */
  readonly name: string;
  /** Log subdistribution hazard ratio of one unit more; null when it runs to infinity. */
  readonly logHazardRatio: number | null;
  /** Sandwich standard error that includes the estimate of the censoring distribution. */
  readonly standardError: number | null;
  /** Standard error from the information alone. */
  readonly modelStandardError: number | null;
  /** Subdistribution hazard ratio with Wald limits. */
  readonly hazardRatio: Estimate;
  /** Two-sided Wald P. */
  readonly p: number | null;
}

/** A fitted Fine-Gray model. */
export interface FineGrayFit {
  readonly coefficients: readonly FineGrayCoefficient[];
  /** Sandwich covariance of the log ratios. */
  readonly covariance: readonly (readonly number[])[];
  /** Log partial likelihood at the maximum. */
  readonly logLikelihood: number;
  /** Number of patients. */
  readonly n: number;
  /** Events of the cause of interest. */
  readonly events: number;
  /** Events of other causes. */
  readonly competingEvents: number;
  /** How the numbers were made. */
  readonly method: string;
}

function designOf(options: Chosen): SubdistributionDesign {
  const { followUp, cause, covariates } = options;
  const cox = coxDesign({ followUp: causeSpecific(followUp, cause), covariates });
  const kind = Uint8Array.from(cox.timed.patients, (patient) => followUp.cause[patient]!);
  return {
    cox,
    other: kind.map((value) => (value > 0 && value !== cause ? 1 : 0)),
    uncensored: uncensoredBefore(cox.timed, kind, options.censoringTies),
  };
}

function sandwich(design: SubdistributionDesign, beta: Float64Array, inverse: Float64Array): Float64Array {
  const { p, n } = design.cox;
  const influence = subdistributionInfluence(design, beta);
  const covariance = new Float64Array(p * p);
  const moved = new Float64Array(p);
  for (let place = 0; place < n; place++) {
    for (let a = 0; a < p; a++) {
      moved[a] = 0;
      for (let b = 0; b < p; b++) moved[a]! += inverse[a * p + b]! * influence[place * p + b]!;
    }
    for (let a = 0; a < p; a++) for (let b = 0; b < p; b++) covariance[a * p + b]! += moved[a]! * moved[b]!;
  }
  return covariance;
}

const METHOD = 'Fine-Gray regression, Breslow ties, Wald limits';

function infiniteLine(name: string, level: number): FineGrayCoefficient {
  const reason = 'Monotone likelihood: the coefficient runs to infinity.';
  const hazardRatio = { value: null, lower: null, upper: null, level, method: METHOD, reason };
  return { name, logHazardRatio: null, standardError: null, modelStandardError: null, hazardRatio, p: null };
}

/**
 * Fit a Fine-Gray model of the subdistribution hazard.
 *
 * @param options Data and choices; see `FineGrayOptions`.
 * @throws StatsError `survival/no-events`, `survival/constant-covariate`, `survival/collinear`,
 * `survival/no-convergence`, `survival/time`, `input/length`, `input/not-finite`, `input/option`.
 * @example
 * fineGray({ followUp, cause: 1, covariates: [{ name: 'score', values: score }] }).coefficients[0].hazardRatio;
 * @see Fine and Gray, J Am Stat Assoc 94 (1999) 496-509; R cmprsk::crr.
 */
export function fineGray(options: FineGrayOptions): FineGrayFit {
  const chosen = checkOptions(options, DEFAULTS);
  const { followUp, cause, level } = chosen;
  requireLevel(level);
  checkCompeting(followUp);
  checkCause(followUp, cause);
  const design = designOf(chosen);
  const { p, names, spreads, n, events } = design.cox;
  const search = maximise(design.cox, (beta) => subdistributionLikelihood(design, beta));
  const inverse = choleskyInverse(cholesky(squareMatrix(search.value.information, p), 1e-14)).values;
  const covariance = sandwich(design, search.beta, inverse);
  const coefficients = names.map((name, j): FineGrayCoefficient => {
    if (search.infinite[j] !== 0) return infiniteLine(name, level);
    const log = search.beta[j]! / spreads[j]!;
    const standardError = Math.sqrt(covariance[j * p + j]!) / spreads[j]!;
    const half = zOfLevel(level) * standardError;
    const [value, lower, upper] = [log, log - half, log + half].map(Math.exp);
    return {
      name,
      logHazardRatio: log,
      standardError,
      modelStandardError: Math.sqrt(inverse[j * p + j]!) / spreads[j]!,
      hazardRatio: { value: value!, lower: lower!, upper: upper!, level, method: METHOD },
      p: twoSidedP(log / standardError),
    };
  });
  return {
    coefficients,
    covariance: names.map((_, j) =>
      names.map((_other, k) => covariance[j * p + k]! / (spreads[j]! * spreads[k]!)),
    ),
    logLikelihood: search.value.logLikelihood,
    n,
    events,
    competingEvents: design.other.reduce((sum, mark) => sum + mark, 0),
    method: METHOD,
  };
}
