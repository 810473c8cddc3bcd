/**
 * The calibration plot: observed against predicted probability, as a curve with a band.
 *
 * Reads probabilities and labels, gives points to draw and the distance from the diagonal. Knows nothing of drawing.
 */
import { checkOptions } from '../options.ts';
import { type CurveDistance, curveDistance } from './distance.ts';
import { checkPredictions } from './predictions.ts';
import { type CalibrationCurveOptions, CURVE_DEFAULTS, smoothOf } from './smooth.ts';

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
  const chosen = checkOptions(options, CURVE_DEFAULTS);
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
