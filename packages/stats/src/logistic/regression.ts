/**
 * How the odds of a condition change with covariates: logistic regression by maximum likelihood.
 *
 * Reads 0/1 outcomes and named covariates, gives coefficients with Wald and profile intervals and the tests of the
 * whole model. Says so, and gives no coefficients, when the covariates separate the outcomes.
 */

import { chiSquaredSurvival } from '../distributions/chi-squared.ts';
import { normalQuantile, normalSurvival } from '../distributions/normal.ts';
import { StatsError } from '../errors.ts';
import { cholesky, choleskyInverse, choleskySolve } from '../linear/cholesky.ts';
import { crossProduct, type Matrix, multiplyVector, toRows } from '../linear/matrix.ts';
import { checkOptions, requireKnown } from '../options.ts';
import type { ChiSquareTest, Estimate } from '../types.ts';
import {
  holdTerm,
  originalCoefficients,
  originalCovariance,
  type StandardDesign,
  standardDesign,
} from './design.ts';
import { type IrlsFit, inverseLogit, irls, logitStep } from './irls.ts';
import { interpolatedProfile, type ProfileTarget, profileEnd } from './profile.ts';
import { checkOutcome, type Response, type ResponseInput } from './response.ts';
import { type Separation, separation } from './separation.ts';

/** What a logistic model is fitted to. */
export interface LogisticInput extends ResponseInput {
  /** Columns by name, in the order of the terms. Length n each, finite. May be empty. */
  readonly covariates: Readonly<Record<string, ArrayLike<number>>>;
}

/** How intervals are made. */
export interface LogisticOptions {
  /** Confidence level. Default 0.95. */
  readonly level?: number;
  /**
   * Profile-likelihood intervals: `'exact'` solves for the ends, `'interpolated'` gives R's `confint` digit for digit
   * (itself right to about four digits), `'none'` saves the time. Default `'exact'`.
   */
  readonly profile?: 'exact' | 'interpolated' | 'none';
}

/** The names of a `LogisticInput`. */
export const LOGISTIC_INPUT = Object.freeze({
  covariates: undefined,
  outcome: undefined,
  weights: undefined,
  offset: undefined,
});

const DEFAULTS = Object.freeze({ level: 0.95, profile: 'exact' });

/** One coefficient, a log odds ratio per unit of its covariate. */
export interface LogisticTerm {
  /** `(Intercept)` or the covariate's name. */
  readonly name: string;
  /** Coefficient; null under separation. */
  readonly estimate: number | null;
  /** From the information at the estimate. */
  readonly standardError: number | null;
  /** Wald statistic. */
  readonly z: number | null;
  /** Two-sided P of the Wald statistic. */
  readonly p: number | null;
  /** Coefficient with Wald interval. */
  readonly wald: Estimate;
  /** Coefficient with profile-likelihood interval. */
  readonly profile: Estimate;
  /** exp(coefficient) with exp of the Wald interval. */
  readonly oddsRatio: Estimate;
}

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

const SEPARATED =
  'The covariates separate the outcomes, so that the maximum-likelihood estimate is infinite; use firthLogistic().';

function test(statistic: number, degreesOfFreedom: number): ChiSquareTest {
  return { statistic, degreesOfFreedom, p: chiSquaredSurvival(statistic, degreesOfFreedom) };
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

/**
 * Rao's statistic of all covariates, as R's `anova(test = "Rao")`: residuals at the fit of the intercept alone, with the
 * working weights of the step before.
 */
function scoreTest(design: StandardDesign, response: Response): ChiSquareTest | null {
  const p = design.names.length;
  if (p === 1) return null;
  const ones = { rows: design.matrix.rows, columns: 1, values: new Float64Array(design.matrix.rows).fill(1) };
  const nullFit = irls({ design: ones, ...response }, { epsilon: 1e-8 });
  const gradient = new Float64Array(p);
  for (let i = 0; i < response.outcome.length; i++) {
    const mu = nullFit.fitted[i]!;
    const earlier = inverseLogit(nullFit.before[i]!);
    const ratio = (earlier * (1 - earlier)) / (mu * (1 - mu));
    const residual = ratio * response.weights[i]! * (response.outcome[i]! - mu);
    for (let j = 0; j < p; j++) gradient[j]! += design.matrix.values[i * p + j]! * residual;
  }
  const { information } = logitStep({ design: design.matrix, ...response }, nullFit.before);
  const solved = choleskySolve(information, gradient);
  const explained = gradient.reduce((sum, g, j) => sum + g * solved[j]!, 0);
  return test(explained - gradient[0]! ** 2 / information.diagonal[0]!, p - 1);
}

/** Everything a term's intervals need. */
interface TermContext {
  readonly design: StandardDesign;
  readonly response: Response;
  readonly deviance: number;
  readonly coefficients: Float64Array;
  readonly covariance: Matrix;
  readonly options: Required<LogisticOptions>;
}

function profileTarget(context: TermContext, term: number, standardError: number): ProfileTarget {
  const { design, response, deviance, coefficients } = context;
  const held = holdTerm(design, term);
  const fall = (value: number) => {
    const offset = response.offset.map((o, i) => o + held.unit[i]! * value);
    const fit = irls({ ...response, design: held.free, offset }, { epsilon: 1e-13, maxSteps: 60 });
    return fit.deviance - deviance;
  };
  return { estimate: coefficients[term]!, standardError, fall };
}

/** Standard error where R's default stops; the points that `confint` interpolates between lie at multiples of it. */
function standardErrorAsR(context: TermContext, term: number): number {
  const { design, response } = context;
  const rows = { design: design.matrix, ...response };
  const { information } = logitStep(rows, irls(rows, { epsilon: 1e-8 }).before);
  const p = design.names.length;
  return Math.sqrt(originalCovariance(design, choleskyInverse(information)).values[term * p + term]!);
}

function profileInterval(context: TermContext, term: number, standardError: number): Estimate {
  const { level, profile } = context.options;
  const value = context.coefficients[term]!;
  if (profile === 'none') {
    return { value, lower: null, upper: null, level, method: 'none', reason: 'A profile was not asked for.' };
  }
  const width = profile === 'exact' ? standardError : standardErrorAsR(context, term);
  const target = profileTarget(context, term, width);
  const cut = normalQuantile((1 + level) / 2);
  const reach = -normalQuantile((1 - level) / 8);
  const ends =
    profile === 'exact'
      ? { lower: profileEnd(target, -1, cut * cut), upper: profileEnd(target, 1, cut * cut) }
      : interpolatedProfile(target, { cut, reach });
  const open = ends.lower === null || ends.upper === null;
  return {
    value,
    ...ends,
    level,
    method: profile === 'exact' ? 'profile likelihood' : 'profile likelihood, interpolated as R confint',
    ...(open ? { reason: 'The likelihood does not fall far enough on one side.' } : {}),
  };
}

function fittedTerm(context: TermContext, term: number): LogisticTerm {
  const { level } = context.options;
  const estimate = context.coefficients[term]!;
  const p = context.coefficients.length;
  const standardError = Math.sqrt(context.covariance.values[term * p + term]!);
  const half = normalQuantile((1 + level) / 2) * standardError;
  const z = estimate / standardError;
  const wald = { value: estimate, lower: estimate - half, upper: estimate + half, level, method: 'Wald' };
  return {
    name: context.design.names[term]!,
    estimate,
    standardError,
    z,
    p: 2 * normalSurvival(Math.abs(z)),
    wald,
    profile: profileInterval(context, term, standardError),
    oddsRatio: {
      value: Math.exp(estimate),
      lower: Math.exp(wald.lower),
      upper: Math.exp(wald.upper),
      level,
      method: 'exp of the Wald interval of the log odds ratio',
    },
  };
}

function separatedTerm(name: string, level: number): LogisticTerm {
  const none = { value: null, lower: null, upper: null, level, method: 'none', reason: SEPARATED };
  return {
    name,
    estimate: null,
    standardError: null,
    z: null,
    p: null,
    wald: none,
    profile: none,
    oddsRatio: none,
  };
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

/** Figures of the whole model that exist with and without separation. */
function modelFigures(design: StandardDesign, response: Response, fit: IrlsFit) {
  const n = response.weights.filter((w) => w > 0).length;
  const p = design.names.length;
  const ones = { rows: design.matrix.rows, columns: 1, values: new Float64Array(design.matrix.rows).fill(1) };
  const nullFit = irls({ design: ones, ...response });
  const logLikelihood = -fit.deviance / 2;
  return {
    n,
    events: response.outcome.reduce((sum, y, i) => sum + y * response.weights[i]!, 0),
    logLikelihood,
    nullDeviance: nullFit.deviance,
    deviance: fit.deviance,
    aic: 2 * p - 2 * logLikelihood,
    bic: p * Math.log(n) - 2 * logLikelihood,
    likelihoodRatio: p > 1 ? test(Math.max(0, nullFit.deviance - fit.deviance), p - 1) : null,
    score: scoreTest(design, response),
    fitted: fit.fitted,
    linearPredictor: fit.linearPredictor,
    converged: fit.converged,
  };
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

/** Probabilities of new rows from the coefficients of a fit. */
export function predictLogistic(
  fit: Pick<LogisticFit, 'terms'>,
  covariates: Readonly<Record<string, ArrayLike<number>>>,
): Float64Array {
  const columns = Object.values(covariates);
  const n = columns[0]?.length ?? 0;
  const coefficients = fit.terms.map((term) => term.estimate ?? Number.NaN);
  const values = new Float64Array(n * (columns.length + 1));
  for (let i = 0; i < n; i++) {
    values[i * (columns.length + 1)] = 1;
    columns.forEach((column, j) => {
      values[i * (columns.length + 1) + j + 1] = column[i]!;
    });
  }
  const predictor = multiplyVector({ rows: n, columns: columns.length + 1, values }, coefficients);
  return predictor.map((eta) => 1 / (1 + Math.exp(-eta)));
}
