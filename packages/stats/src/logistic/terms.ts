/**
 * What a logistic model says of one covariate.
 *
 * Reads a fitted design, gives the coefficient with Wald and profile intervals, or why there is none. Knows nothing of how
 * the model was fitted.
 */
import { normalSurvival } from '../distributions/normal.ts';
import { normalQuantile } from '../distributions/normal-quantile.ts';
import { choleskyInverse } from '../linear/cholesky.ts';
import type { Matrix } from '../linear/matrix.ts';
import type { Estimate } from '../types.ts';
import { holdTerm, originalCovariance, type StandardDesign } from './design.ts';
import { irls, logitStep } from './irls.ts';
import { interpolatedProfile, type ProfileTarget, profileEnd } from './profile.ts';
import type { Response } from './response.ts';

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

const SEPARATED =
  'The covariates separate the outcomes, so that the maximum-likelihood estimate is infinite; use firthLogistic().';

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

/** Estimate, intervals and test of one term. */
export function fittedTerm(context: TermContext, term: number): LogisticTerm {
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

/** A term without an estimate, because the covariates separate the outcomes. */
export function separatedTerm(name: string, level: number): LogisticTerm {
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
