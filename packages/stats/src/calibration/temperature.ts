/**
 * Makes probabilities less extreme, or more, by dividing their log-odds by one number.
 *
 * Fits on tuning rows only and gives an object that is applied elsewhere. Keeps the order of patients and the side of
 * 0.5 that each is on.
 */
import { requireBothClasses } from '../columns.ts';
import { StatsError } from '../errors.ts';
import { fromColumns } from '../linear/matrix.ts';
import { irls } from '../logistic/irls.ts';
import { separation } from '../logistic/separation.ts';
import type { Fitted, FoldFitted } from '../types.ts';
import { checkPredictions } from './predictions.ts';
import { labelsOf, type RecalibrationRows } from './recalibration-rows.ts';

function logitsOf(probabilities: ArrayLike<number>): Float64Array {
  return Float64Array.from(probabilities, (p) => {
    if (p > 0 && p < 1) return Math.log(p) - Math.log1p(-p);
    throw new StatsError('input/probability', {
      found: `Found the prediction ${p}.`,
      needed: 'Needed probabilities above 0 and below 1, whose log-odds are finite.',
      remedy: 'Take the network output before it is rounded.',
    });
  });
}

/**
 * The temperature that makes the labels most likely.
 *
 * @param probabilities Above 0 and below 1, length n.
 * @param labels 0 or 1, both present, length n.
 * @returns Temperature; above 1 the predictions were too extreme.
 * @throws StatsError `input/*`; `calibration/too-few-values` when no positive temperature is best, since the
 * predictions are no better than reversed, or perfect.
 * @example
 * fitTemperature([0.01, 0.9, 0.99, 0.2], [0, 1, 0, 0]);
 * @see Guo et al., ICML 2017, PMLR 70:1321-1330.
 */
export function fitTemperature(probabilities: ArrayLike<number>, labels: ArrayLike<number>): number {
  const checked = checkPredictions(probabilities, labels);
  const positives = checked.labels.reduce((sum, y) => sum + y, 0);
  const n = checked.labels.length;
  requireBothClasses(positives, n);
  const design = fromColumns([logitsOf(probabilities)]);
  const perfect = separation(design, checked.labels).separated;
  const weights = new Float64Array(n).fill(1);
  const fit = irls({ design, outcome: checked.labels, weights, offset: new Float64Array(n) });
  const slope = fit.coefficients[0]!;
  if (!perfect && slope > 0) return 1 / slope;
  throw new StatsError('calibration/too-few-values', {
    found: perfect
      ? 'Found that the predictions separate the labels at 0.5.'
      : 'Found that the predictions point the wrong way.',
    needed: 'Needed predictions for which one positive temperature is best.',
    remedy: perfect ? 'Use more tuning patients, or plattScaling.' : 'Check the direction of the score.',
  });
}

/**
 * Temperature scaling as a step that learns within a fold.
 *
 * @example
 * temperatureScaling().fit({ scores: [0.01, 0.9, 0.99, 0.2], labels: [0, 1, 0, 0] }).apply({ scores: [0.9] })[0];
 * @see Guo et al., ICML 2017, PMLR 70:1321-1330.
 */
export function temperatureScaling(): FoldFitted<RecalibrationRows, Float64Array> {
  return {
    fit(training): Fitted<RecalibrationRows, Float64Array> {
      const temperature = fitTemperature(training.scores, labelsOf(training));
      return {
        apply: (rows) => logitsOf(rows.scores).map((logit) => 1 / (1 + Math.exp(-logit / temperature))),
        record: { step: 'temperature', temperature, n: training.scores.length },
      };
    },
  };
}
