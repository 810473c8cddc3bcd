/**
 * Whether predicted probabilities mean what they say, in the figures that a reviewer asks for.
 *
 * Reads probabilities and labels, gives both intercepts, slope, observed/expected, Brier scores and the distance of
 * the smoothed curve from the diagonal. Knows nothing of how the probabilities were made.
 */
import { normalQuantile } from '../distributions/normal-quantile.ts';
import { StatsError } from '../errors.ts';
import { checkOptions } from '../options.ts';
import type { Estimate } from '../types.ts';
import { calibrationCurve } from './curve.ts';
import { arithmeticMean, type PlainFigures, plainFigures } from './plain-figures.ts';
import { checkPredictions, type Predictions } from './predictions.ts';
import {
  type EstimateWithError,
  type RecalibrationModel,
  recalibrationModel,
} from './recalibration-model.ts';

/** How intervals are made. */
export interface CalibrationOptions {
  /** Confidence level. Default 0.95. */
  readonly level?: number;
}

const DEFAULTS = Object.freeze({ level: 0.95 });

/** A distance of the curve that may not be defined. */
export interface CurveFigures {
  /** Integrated calibration index, the mean distance of loess curve and diagonal; null with the reason. */
  readonly ici: number | null;
  /** Median distance. */
  readonly e50: number | null;
  /** 90th percentile of the distance. */
  readonly e90: number | null;
  /** Largest distance. */
  readonly emax: number | null;
  /** Which curve, or why there is none. */
  readonly curve: string;
}

/** Calibration of probabilities on one cohort. */
export interface Calibration extends RecalibrationModel, PlainFigures, CurveFigures {
  readonly n: number;
  readonly events: number;
  /** Share of patients with label 1. */
  readonly prevalence: number;
  readonly meanProbability: number;
  /** Events over the sum of probabilities. Ideal 1; above 1 the risks are too low. */
  readonly observedExpected: Estimate;
  /** Mean squared distance of probability and label; lower is better. */
  readonly brier: Estimate;
  /** Brier score of predicting the prevalence for all. */
  readonly brierNull: number;
  /** 1 - Brier / Brier of the prevalence; 1 is perfect, 0 no better than the prevalence. */
  readonly scaledBrier: Estimate;
}

function observedExpected(events: number, expected: number, how: { n: number; level: number }): Estimate {
  const { n, level } = how;
  const method = 'events over the sum of probabilities, Wald interval of its logarithm';
  if (expected === 0) {
    return {
      value: null,
      lower: null,
      upper: null,
      level,
      method,
      reason: 'All predicted probabilities are 0.',
    };
  }
  const value = events / expected;
  if (events === 0) return { value, lower: null, upper: null, level, method, reason: 'There are no events.' };
  const half = normalQuantile((1 + level) / 2) * Math.sqrt((1 - events / n) / events);
  return { value, lower: value * Math.exp(-half), upper: value * Math.exp(half), level, method };
}

function brierEstimate({ probabilities, labels }: Predictions, level: number): Estimate {
  const losses = probabilities.map((p, i) => (p - labels[i]!) ** 2);
  const value = arithmeticMean(losses);
  const variance = arithmeticMean(losses.map((loss) => (loss - value) ** 2)) / Math.max(1, losses.length - 1);
  const half = normalQuantile((1 + level) / 2) * Math.sqrt(variance);
  return {
    value,
    lower: Math.max(0, value - half),
    upper: Math.min(1, value + half),
    level,
    method: 'mean squared distance, Wald interval',
  };
}

function scaled(brier: number, brierNull: number, level: number): Estimate {
  const method = '1 - Brier / Brier of the prevalence';
  const none = { value: null, lower: null, upper: null, level, method };
  if (brierNull === 0) return { ...none, reason: 'All labels are the same.' };
  return { ...none, value: 1 - brier / brierNull, reason: 'For an interval resample the patients.' };
}

function curveFigures({ probabilities, labels }: Predictions): CurveFigures {
  try {
    const { ici, e50, e90, emax, method } = calibrationCurve(probabilities, labels, { points: 1 });
    return { ici, e50, e90, emax, curve: method };
  } catch (error) {
    if (error instanceof StatsError && error.code === 'calibration/too-few-values') {
      return { ici: null, e50: null, e90: null, emax: null, curve: error.message };
    }
    throw error;
  }
}

/**
 * Calibration figures of one cohort.
 *
 * On the patients that a model was fitted to these describe the fit, not the model: label them apparent.
 *
 * @param probabilities Probability of label 1, in [0, 1], length n.
 * @param labels 0 or 1, length n.
 * @returns Figures that the data do not define are null with a reason.
 * @throws StatsError `input/empty`, `input/length`, `input/not-finite`, `input/label`, `input/probability`.
 * @example
 * calibration([0.1, 0.3, 0.4, 0.8, 0.7], [0, 0, 1, 1, 0]).slope.value;
 * @see Van Calster et al., J Clin Epidemiol 74 (2016) 167-176; Steyerberg et al., Epidemiology 21 (2010) 128-138.
 */
export function calibration(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  options: CalibrationOptions = {},
): Calibration {
  const { level } = checkOptions(options, DEFAULTS);
  const predictions = checkPredictions(probabilities, labels);
  const n = predictions.labels.length;
  const prevalence = arithmeticMean(predictions.labels);
  const meanProbability = arithmeticMean(predictions.probabilities);
  const events = Math.round(prevalence * n);
  const brier = brierEstimate(predictions, level);
  const brierNull = prevalence * (1 - prevalence);
  return {
    n,
    events,
    prevalence,
    meanProbability,
    observedExpected: observedExpected(events, meanProbability * n, { n, level }),
    ...recalibrationModel(predictions, level),
    brier,
    brierNull,
    scaledBrier: scaled(brier.value!, brierNull, level),
    ...plainFigures(predictions, prevalence),
    ...curveFigures(predictions),
  };
}

export type { EstimateWithError };
