/**
 * How the odds of a condition change with covariates: logistic regression by maximum likelihood.
 *
 * Reads 0/1 outcomes and named covariates, gives coefficients with Wald and profile intervals and the tests of the
 * whole model. Says so, and gives no coefficients, when the covariates separate the outcomes.
 */
import { StatsError } from '../errors.ts';
import { cholesky, choleskyInverse } from '../linear/cholesky.ts';
import { crossProduct, toRows } from '../linear/matrix.ts';
import { checkOptions, requireKnown } from '../options.ts';
import type { ChiSquareTest } from '../types.ts';
import { originalCoefficients, originalCovariance, type StandardDesign, standardDesign } from './design.ts';
import { irls } from './irls.ts';
import { modelFigures } from './model-figures.ts';
import { checkOutcome, type Response, type ResponseInput } from './response.ts';
import { type Separation, separation } from './separation.ts';
import { fittedTerm, type LogisticOptions, type LogisticTerm, separatedTerm } from './terms.ts';

/** What a logistic model is fitted to. */
export interface LogisticInput extends ResponseInput {
  /** Columns by name, in the order of the terms. Length n each, finite. May be empty. */
  readonly covariates: Readonly<Record<string, ArrayLike<number>>>;
}

/** The names of a `LogisticInput`. */
export const LOGISTIC_INPUT = Object.freeze({
  covariates: undefined,
  outcome: undefined,
  weights: undefined,
  offset: undefined,
});

const DEFAULTS = Object.freeze({ level: 0.95, profile: 'exact' });

/** A fitted logistic model. */
export interface LogisticFit {
  /** Rows with positive weight. */
  readonly n: number;
  /** Weighted number of rows with outcome 1. */
  readonly events: number;
  readonly terms: readonly LogisticTerm[];
  /** Covariance of the coefficients in the order of `terms`; null under separation. */
  readonly covariance: readonly (readonly number[])[] | null;
  readonly logLikelihood: number;
  readonly nullDeviance: number;
  readonly deviance: number;
  readonly aic: number;
  readonly bic: number;
  /** All covariates together against the intercept alone. Null without covariates. */
  readonly likelihoodRatio: ChiSquareTest | null;
  /** Rao's score test of the same hypothesis; finite also under separation. */
  readonly score: ChiSquareTest | null;
  /** Probabilities. Length n of the input. */
  readonly fitted: Float64Array;
  readonly linearPredictor: Float64Array;
  readonly converged: boolean;
  readonly separation: Separation;
}

function refuseCollinear(design: StandardDesign, deficient: readonly number[]): void {
  if (deficient.length === 0) return;
  const names = deficient.map((j) => design.names[j]).join(', ');
  throw new StatsError(
    'logistic/collinear',
    {
      found: `Found that ${names} is a combination of the other covariates.`,
      needed: 'Needed covariates that each add something.',
      remedy: 'Leave one of them out.',
    },
    { covariates: deficient.map((j) => design.names[j]) },
  );
}

function isSeparated(design: StandardDesign, response: Response): Separation {
  const keep = Array.from(response.weights.keys()).filter((i) => response.weights[i]! > 0);
  const p = design.names.length;
  const values = new Float64Array(keep.length * p);
  keep.forEach((row, k) => {
    values.set(design.matrix.values.subarray(row * p, row * p + p), k * p);
  });
  const verdict = separation(
    { rows: keep.length, columns: p, values },
    keep.map((i) => response.outcome[i]!),
  );
  if (!verdict.direction) return verdict;
  const direction = originalCoefficients(design, verdict.direction);
  return { ...verdict, direction };
}

/**
 * Logistic regression.
 *
 * The steps are those of R's `glm(family = binomial)`, on centred and scaled columns, so that units and offsets of
 * covariates cost no digits, and they go on until the deviance settles to 1e-12. Separation is detected exactly, not by large coefficients.
 *
 * @param input Outcomes and covariates.
 * @returns Coefficients are null, with the reason, when `separation.separated` is true; the likelihood-ratio test is
 * then that of the limit.
 * @throws StatsError `input/*` for columns that cannot be used, `logistic/collinear` for a covariate that is constant or
 * repeats others, `logistic/no-convergence`.
 * @example
 * logisticRegression({ outcome: [0, 0, 1, 0, 1, 1], covariates: { age: [50, 61, 58, 49, 66, 70] } }).terms[1]?.estimate;
 * @see McCullagh and Nelder, Generalized Linear Models, 2nd ed. (1989), chapter 4; R's glm and confint.
 */
export function logisticRegression(input: LogisticInput, options: LogisticOptions = {}): LogisticFit {
  requireKnown(input, LOGISTIC_INPUT);
  const filled = checkOptions(options, DEFAULTS);
  const response = checkOutcome(input);
  const design = standardDesign(input.covariates, response.outcome.length);
  refuseCollinear(design, cholesky(crossProduct(design.matrix), 1e-11).deficient);
  const verdict = isSeparated(design, response);
  const fit = irls({ design: design.matrix, ...response });
  if (!verdict.separated && !fit.converged) {
    throw new StatsError('logistic/no-convergence', {
      found: `Found no maximum of the likelihood within ${fit.steps} steps.`,
      needed: 'Needed a deviance that settles.',
      remedy: 'Look for covariates that nearly repeat each other.',
    });
  }
  const figures = modelFigures(design, response, fit);
  if (verdict.separated) {
    const terms = design.names.map((name) => separatedTerm(name, filled.level));
    return { ...figures, terms, covariance: null, separation: verdict };
  }
  const coefficients = originalCoefficients(design, fit.coefficients);
  const covariance = originalCovariance(design, choleskyInverse(fit.information));
  const context = { design, response, deviance: fit.deviance, coefficients, covariance, options: filled };
  const terms = design.names.map((_, term) => fittedTerm(context, term));
  return { ...figures, terms, covariance: toRows(covariance), separation: verdict };
}
