/**
 * How the odds of a condition change with covariates when events are few or the covariates separate the outcomes.
 *
 * Reads what `logisticRegression` reads, gives Firth's penalised estimates, which are always finite, with penalised
 * profile-likelihood intervals and tests. Knows nothing of the plain likelihood.
 */
import { chiSquaredQuantile, chiSquaredSurvival } from '../distributions/chi-squared.ts';
import { StatsError } from '../errors.ts';
import { cholesky, choleskyInverse } from '../linear/cholesky.ts';
import { crossProduct, type Matrix, toRows, zeros } from '../linear/matrix.ts';
import { checkOptions, requireKnown } from '../options.ts';
import type { Estimate } from '../types.ts';
import {
  holdTerm,
  originalCoefficients,
  originalCovariance,
  type StandardDesign,
  standardDesign,
} from './design.ts';
import type { LogitRows } from './irls.ts';
import { maximisePenalised, type PenalisedFit } from './penalised.ts';
import { profileEnd } from './profile.ts';
import { LOGISTIC_INPUT, type LogisticInput } from './regression.ts';
import { checkOutcome } from './response.ts';

/** How intervals are made. */
export interface FirthOptions {
  /** Confidence level. Default 0.95. */
  readonly level?: number;
}

const DEFAULTS = Object.freeze({ level: 0.95 });

/** One penalised coefficient. */
export interface FirthTerm {
  /** `(Intercept)` or the covariate's name. */
  readonly name: string;
  /** Log odds ratio per unit. */
  readonly estimate: number;
  /** Square root of the inverse Fisher information at the estimate. */
  readonly standardError: number;
  /** The same from the rows augmented by their leverage, as logistf reports since 1.24. */
  readonly augmentedStandardError: number;
  /** P of the penalised likelihood-ratio test that the coefficient is 0. */
  readonly p: number;
  /** Coefficient with its penalised profile-likelihood interval. */
  readonly profile: Estimate;
}

/** A Firth fit. */
export interface FirthFit {
  /** Rows with positive weight. */
  readonly n: number;
  readonly terms: readonly FirthTerm[];
  /** Inverse Fisher information, in the order of `terms`. */
  readonly covariance: readonly (readonly number[])[];
  /** Log-likelihood plus half the log determinant of the information. */
  readonly penalisedLogLikelihood: number;
  /** Probabilities. Length n of the input. */
  readonly fitted: Float64Array;
}

function identity(size: number): Matrix {
  const result = zeros(size, size);
  for (let j = 0; j < size; j++) result.values[j * size + j] = 1;
  return result;
}

interface FirthContext {
  readonly design: StandardDesign;
  readonly rows: LogitRows;
  readonly full: PenalisedFit;
  readonly coefficients: Float64Array;
  readonly standardErrors: Float64Array;
  readonly augmented: Matrix;
  readonly level: number;
}

/** Twice the fall of the penalised log-likelihood when a coefficient is held; remembers where it ended. */
function penalisedFall(context: FirthContext, term: number): (value: number) => number {
  const { design, rows, full } = context;
  const held = holdTerm(design, term);
  const freeNow = full.coefficients.filter((_, j) => j !== term);
  return (value) => {
    const constraint = { basis: held.basis, origin: held.direction.map((d) => d * value) };
    const fit = maximisePenalised(rows, constraint, freeNow);
    return 2 * (full.penalisedLogLikelihood - fit.penalisedLogLikelihood);
  };
}

function firthTerm(context: FirthContext, term: number): FirthTerm {
  const { design, coefficients, standardErrors, augmented, level } = context;
  const estimate = coefficients[term]!;
  const standardError = standardErrors[term]!;
  const fall = penalisedFall(context, term);
  const allowed = chiSquaredQuantile(level, 1);
  const target = { estimate, standardError, fall };
  const lower = profileEnd(target, -1, allowed);
  const upper = profileEnd(target, 1, allowed);
  const open = lower === null || upper === null;
  return {
    name: design.names[term]!,
    estimate,
    standardError,
    augmentedStandardError: Math.sqrt(augmented.values[term * augmented.columns + term]!),
    p: chiSquaredSurvival(Math.max(0, fall(0)), 1),
    profile: {
      value: estimate,
      lower,
      upper,
      level,
      method: 'penalised profile likelihood (Firth)',
      ...(open ? { reason: 'The penalised likelihood does not fall far enough on one side.' } : {}),
    },
  };
}

/** Inverse information of the rows when each counts once more with half its leverage of either outcome. */
function augmentedCovariance(rows: LogitRows, full: PenalisedFit): Matrix {
  const working = full.fitted.map((mu, i) => (rows.weights[i]! + full.leverage[i]!) * mu * (1 - mu));
  return choleskyInverse(cholesky(crossProduct(rows.design, working), 0));
}

function fitAll(design: StandardDesign, rows: LogitRows): PenalisedFit {
  const p = design.names.length;
  const deficient = cholesky(crossProduct(design.matrix), 1e-11).deficient;
  if (deficient.length > 0) {
    throw new StatsError('logistic/collinear', {
      found: `Found that ${deficient.map((j) => design.names[j]).join(', ')} is a combination of the others.`,
      needed: 'Needed covariates that each add something.',
      remedy: 'Leave one of them out.',
    });
  }
  const full = maximisePenalised(rows, { basis: identity(p), origin: new Float64Array(p) });
  if (!full.converged) {
    throw new StatsError('logistic/no-convergence', {
      found: `Found no maximum of the penalised likelihood within ${full.steps} steps.`,
      needed: 'Needed one that settles.',
      remedy: 'Look for covariates that nearly repeat each other.',
    });
  }
  return full;
}

/**
 * Firth's logistic regression.
 *
 * @param input Outcomes and covariates, as for `logisticRegression`.
 * @throws StatsError `input/*`, `logistic/collinear`, `logistic/no-convergence`.
 * @example
 * firthLogistic({ outcome: [0, 0, 0, 1, 1, 1], covariates: { marker: [1, 2, 3, 4, 5, 6] } }).terms[1]?.profile;
 * @see Firth, Biometrika 80 (1993) 27-38; Heinze and Schemper, Stat Med 21 (2002) 2409-2419; R package logistf.
 */
export function firthLogistic(input: LogisticInput, options: FirthOptions = {}): FirthFit {
  requireKnown(input, LOGISTIC_INPUT);
  const { level } = checkOptions(options, DEFAULTS);
  const response = checkOutcome(input);
  const design = standardDesign(input.covariates, response.outcome.length);
  const rows = { design: design.matrix, ...response };
  const full = fitAll(design, rows);
  const covariance = originalCovariance(design, choleskyInverse(full.information));
  const p = design.names.length;
  const context: FirthContext = {
    design,
    rows,
    full,
    coefficients: originalCoefficients(design, full.coefficients),
    standardErrors: Float64Array.from(design.names, (_, j) => Math.sqrt(covariance.values[j * p + j]!)),
    augmented: originalCovariance(design, augmentedCovariance(rows, full)),
    level,
  };
  const scaling = design.scales.reduce((sum, scale) => sum + Math.log(scale), 0);
  return {
    n: response.weights.filter((w) => w > 0).length,
    terms: design.names.map((_, term) => firthTerm(context, term)),
    covariance: toRows(covariance),
    penalisedLogLikelihood: full.penalisedLogLikelihood + scaling,
    fitted: full.fitted,
  };
}
