/**
 * A curve through labels by prediction, and how sure it is at every place.
 *
 * Reads predictions and labels, gives a function of the prediction with a band where there is one. Draws nothing.
 */
import { normalQuantile } from '../distributions/normal-quantile.ts';
import { StatsError } from '../errors.ts';
import type { FilledOptions } from '../options.ts';
import { type Loess, loess } from './loess.ts';
import { joinPoints, lowessOfPredictions } from './lowess-curve.ts';
import type { Predictions } from './predictions.ts';
import { splineCurve } from './spline-curve.ts';

/** How a curve is made. */
export interface CalibrationCurveOptions {
  /** `'loess'` (Austin's choice for the ICI), `'lowess'` (R's val.prob) or `'spline'`. Default `'loess'`. */
  readonly method?: 'loess' | 'lowess' | 'spline';
  /** Share of patients in a local fit of loess, in (0, 1]. Default 0.75. */
  readonly span?: number;
  /** Loess at every patient, or R's quicker interpolation. Default `'direct'` up to 2,000 patients. */
  readonly surface?: 'direct' | 'interpolate';
  /** Knots of the spline: 3, 4 or 5. Default 4. */
  readonly knots?: number;
  /** Confidence level of the pointwise band. Default 0.95. */
  readonly level?: number;
  /** Points of the drawn curve, spread evenly over the range of predictions. Default 101. */
  readonly points?: number;
}

/** What `calibrationCurve` takes, with the defaults. */
export const CURVE_DEFAULTS = Object.freeze({
  method: 'loess',
  span: 0.75,
  surface: undefined,
  knots: 4,
  level: 0.95,
  points: 101,
});

type Chosen = FilledOptions<CalibrationCurveOptions, typeof CURVE_DEFAULTS>;

/** What a method offers: the curve at a probability, and a band when it has one. */
interface Smooth {
  readonly method: string;
  readonly band: string;
  at(probability: number): number;
  bandAt(probability: number): { lower: number; upper: number } | null;
}

function loessSmooth(predictions: Predictions, options: Chosen): Smooth {
  const { probabilities, labels } = predictions;
  const surface = options.surface ?? (labels.length > 2000 ? 'interpolate' : 'direct');
  const smooth: Loess = loess(probabilities, labels, { span: options.span, surface });
  let fitted: Float64Array | undefined;
  const z = normalQuantile((1 + options.level) / 2);
  const bandAt = (p: number) => {
    fitted ??= probabilities.map((at) => Math.min(1, Math.max(0, smooth.at(at))));
    const spread = fitted.map((q) => q * (1 - q));
    const variance = smooth.sharesAt(p).reduce((sum, share, i) => sum + share * share * spread[i]!, 0);
    const half = z * Math.sqrt(variance);
    const centre = smooth.at(p);
    return { lower: Math.max(0, centre - half), upper: Math.min(1, centre + half) };
  };
  return {
    method: `loess of degree 2, span ${options.span}, surface ${surface}`,
    band: 'pointwise, from the smoother weights and the binomial variance at the fitted curve',
    at: (p) => smooth.at(p),
    bandAt,
  };
}

function lowessSmooth(predictions: Predictions): Smooth {
  const { x, fitted } = lowessOfPredictions(predictions);
  return {
    method: 'lowess, f = 2/3, no robustness iterations',
    band: 'none: lowess has no standard error; take the spline or loess curve for a band',
    at: joinPoints(x, fitted),
    bandAt: () => null,
  };
}

function splineSmooth(predictions: Predictions, options: Chosen): Smooth {
  const curve = splineCurve(predictions, options.knots);
  const z = normalQuantile((1 + options.level) / 2);
  const probability = (logit: number) => 1 / (1 + Math.exp(-logit));
  return {
    method: `logistic model on a restricted cubic spline of the log-odds, ${options.knots} knots`,
    band: 'pointwise, Wald on the log-odds',
    at: (p) => probability(curve.at(p).logit),
    bandAt: (p) => {
      const { logit, standardError } = curve.at(p);
      return { lower: probability(logit - z * standardError), upper: probability(logit + z * standardError) };
    },
  };
}

/** The curve of the method asked for. StatsError `input/option`. */
export function smoothOf(predictions: Predictions, options: Chosen): Smooth {
  const { method } = options;
  switch (method) {
    case 'loess':
      return loessSmooth(predictions, options);
    case 'lowess':
      return lowessSmooth(predictions);
    case 'spline':
      return splineSmooth(predictions, options);
    default:
      method satisfies never;
      throw new StatsError('input/option', {
        found: `Found curve method ${String(method)}.`,
        needed: "Needed 'loess', 'lowess' or 'spline'.",
        remedy: 'Choose one of them.',
      });
  }
}
