/**
 * Whether predicted log-odds are too high, too low, too extreme or too timid.
 *
 * Reads probabilities and labels, gives the intercept with the slope held at 1, and the intercept and slope that are
 * fitted together. The two intercepts answer different questions and are never called by the same name.
 */
import { normalQuantile } from '../distributions/normal-quantile.ts';
import { StatsError } from '../errors.ts';
import { choleskyInverse } from '../linear/cholesky.ts';
import { irls } from '../logistic/irls.ts';
import { logisticRegression } from '../logistic/regression.ts';
import type { Estimate } from '../types.ts';
import type { Predictions } from './predictions.ts';

/** An estimate with its standard error. */
export interface EstimateWithError extends Estimate {
  /** Standard error on the scale of the estimate; null where the estimate is. */
  readonly standardError: number | null;
}

/** The two recalibration models. */
export interface RecalibrationModel {
  /** Calibration in the large: intercept with the slope held at 1. Ideal 0; above 0 the risks are too low. */
  readonly interceptInTheLarge: EstimateWithError;
  /** Intercept fitted together with the slope (`Intercept` of R's val.prob). Ideal 0. */
  readonly interceptJoint: EstimateWithError;
  /** Slope of the log-odds. Ideal 1; under 1 the risks are too extreme. */
  readonly slope: EstimateWithError;
}

/** An estimate that is not defined. */
function undefinedEstimate(level: number, method: string, reason: string): EstimateWithError {
  return { value: null, lower: null, upper: null, level, method, reason, standardError: null };
}

function waldEstimate(
  value: number,
  standardError: number,
  how: { level: number; method: string },
): EstimateWithError {
  const half = normalQuantile((1 + how.level) / 2) * standardError;
  return { value, lower: value - half, upper: value + half, standardError, ...how };
}

const IN_THE_LARGE = 'logistic model of the label with the predicted log-odds as offset, Wald interval';
const JOINT = 'logistic model of the label on the predicted log-odds, Wald interval';

/** Why no logistic model of the labels on these log-odds can be fitted; undefined when it can. */
function obstacle({ probabilities, labels }: Predictions): string | undefined {
  if (labels.every((y) => y === labels[0])) return 'All labels are the same.';
  if (probabilities.some((p) => p === 0 || p === 1)) {
    return 'A predicted probability of exactly 0 or 1 has no log-odds.';
  }
  return undefined;
}

function inTheLarge(labels: Float64Array, logits: Float64Array, level: number): EstimateWithError {
  const n = labels.length;
  const ones = new Float64Array(n).fill(1);
  const design = { rows: n, columns: 1, values: ones };
  const fit = irls({ design, outcome: labels, weights: ones, offset: logits });
  if (!fit.converged)
    return undefinedEstimate(level, IN_THE_LARGE, 'The likelihood has no maximum that settles.');
  const variance = choleskyInverse(fit.information).values[0]!;
  return waldEstimate(fit.coefficients[0]!, Math.sqrt(variance), { level, method: IN_THE_LARGE });
}

function joint(labels: Float64Array, logits: Float64Array, level: number) {
  const neither = (reason: string) => {
    const none = undefinedEstimate(level, JOINT, reason);
    return { interceptJoint: none, slope: none };
  };
  try {
    const fit = logisticRegression(
      { outcome: labels, covariates: { logit: logits } },
      { level, profile: 'none' },
    );
    const [intercept, slope] = fit.terms;
    if (intercept?.estimate == null || slope?.estimate == null) {
      return neither('The predictions separate the labels, so that the slope is infinite.');
    }
    const how = { level, method: JOINT };
    return {
      interceptJoint: waldEstimate(intercept.estimate, intercept.standardError!, how),
      slope: waldEstimate(slope.estimate, slope.standardError!, how),
    };
  } catch (error) {
    if (error instanceof StatsError && error.code === 'logistic/collinear') {
      return neither('All predictions are the same.');
    }
    if (error instanceof StatsError && error.code === 'logistic/no-convergence') {
      return neither('The likelihood has no maximum that settles.');
    }
    throw error;
  }
}

/**
 * Calibration in the large, and joint intercept and slope.
 *
 * @param predictions From `checkPredictions`.
 * @param level Confidence level.
 * @see Cox, Biometrika 45 (1958) 562-565; Van Calster et al., J Clin Epidemiol 74 (2016) 167-176.
 */
export function recalibrationModel(predictions: Predictions, level: number): RecalibrationModel {
  const reason = obstacle(predictions);
  if (reason !== undefined) {
    const none = undefinedEstimate(level, JOINT, reason);
    return {
      interceptInTheLarge: undefinedEstimate(level, IN_THE_LARGE, reason),
      interceptJoint: none,
      slope: none,
    };
  }
  const logits = predictions.probabilities.map((p) => Math.log(p) - Math.log1p(-p));
  return {
    interceptInTheLarge: inTheLarge(predictions.labels, logits, level),
    ...joint(predictions.labels, logits, level),
  };
}
