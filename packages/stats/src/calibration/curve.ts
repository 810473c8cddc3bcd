/**
 * The calibration plot: observed against predicted probability, as a curve with a band.
 *
 * Reads probabilities and labels, gives points to draw and the distance from the diagonal. Knows nothing of drawing.
 */

import { normalQuantile } from '../distributions/normal.ts';
import { StatsError } from '../errors.ts';
import { checkOptions, type FilledOptions } from '../options.ts';
import { type CurveDistance, curveDistance } from './distance.ts';
import { type Loess, loess } from './loess.ts';
import { lowess } from './lowess.ts';
import { checkPredictions, type Predictions } from './predictions.ts';
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

const DEFAULTS = Object.freeze({
  method: 'loess',
  span: 0.75,
  surface: undefined,
  knots: 4,
  level: 0.95,
  points: 101,
});

type Chosen = FilledOptions<CalibrationCurveOptions, typeof DEFAULTS>;

/** One point of the drawn curve. */
export interface CurvePoint {
  /** Predicted probability. */
  readonly predicted: number;
  /** Smoothed observed probability; a local fit can leave [0, 1]. */
  readonly observed: number;
  /** Lower end of the band; null where the method has none. */
  readonly lower: number | null;
  /** Upper end of the band. */
  readonly upper: number | null;
}

/** A calibration curve. */
export interface CalibrationCurve extends CurveDistance {
  readonly method: string;
  /** How the band was made, or why there is none. */
  readonly band: string;
  readonly points: readonly CurvePoint[];
  /** The curve at every patient, in the order of the call. */
  readonly fitted: Float64Array;
}

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

/** Mean of the smooth over equal x, then straight lines between, as R's approx(ties = mean). */
function joinPoints(x: Float64Array, y: Float64Array): (at: number) => number {
  const places: number[] = [];
  const means: number[] = [];
  for (let i = 0; i < x.length; ) {
    let end = i;
    let sum = 0;
    for (; end < x.length && x[end] === x[i]; end++) sum += y[end]!;
    places.push(x[i]!);
    means.push(sum / (end - i));
    i = end;
  }
  return (at) => {
    let low = 0;
    let high = places.length - 1;
    if (at >= places[high]!) return means[high]!;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (places[middle]! <= at) low = middle;
      else high = middle;
    }
    const share = (at - places[low]!) / (places[high]! - places[low]!);
    return means[low]! + share * (means[high]! - means[low]!);
  };
}

/** Predictions sorted by probability with the lowess smooth at each. */
export function lowessOfPredictions({ probabilities, labels }: Predictions): {
  x: Float64Array;
  fitted: Float64Array;
} {
  const order = Array.from(probabilities.keys()).sort((a, b) => probabilities[a]! - probabilities[b]!);
  const x = Float64Array.from(order, (i) => probabilities[i]!);
  return {
    x,
    fitted: lowess(
      x,
      Float64Array.from(order, (i) => labels[i]!),
    ),
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

function smoothOf(predictions: Predictions, options: Chosen): Smooth {
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

/**
 * A flexible calibration curve with its distance from the diagonal.
 *
 * @param probabilities Probability of label 1, in [0, 1], length n.
 * @param labels 0 or 1, length n.
 * @throws StatsError `input/*`; `calibration/too-few-values` when ties leave too few different predictions.
 * @example
 * calibrationCurve([0.1, 0.2, 0.35, 0.4, 0.6, 0.8], [0, 0, 1, 0, 1, 1], { span: 1 }).ici;
 * @see Austin and Steyerberg, Stat Med 38 (2019) 4051-4065; Van Calster et al., J Clin Epidemiol 74 (2016) 167-176.
 */
export function calibrationCurve(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  options: CalibrationCurveOptions = {},
): CalibrationCurve {
  const predictions = checkPredictions(probabilities, labels);
  const chosen = checkOptions(options, DEFAULTS);
  const smooth = smoothOf(predictions, chosen);
  const fitted = predictions.probabilities.map((p) => smooth.at(p));
  const sorted = predictions.probabilities.slice().sort();
  const [first, last] = [sorted[0]!, sorted[sorted.length - 1]!];
  const count = chosen.points;
  const points = Array.from({ length: count }, (_, k) => {
    const predicted = count === 1 ? first : first + ((last - first) * k) / (count - 1);
    const band = smooth.bandAt(predicted);
    return {
      predicted,
      observed: smooth.at(predicted),
      lower: band?.lower ?? null,
      upper: band?.upper ?? null,
    };
  });
  return {
    method: smooth.method,
    band: smooth.band,
    points,
    fitted,
    ...curveDistance(predictions.probabilities, fitted),
  };
}
