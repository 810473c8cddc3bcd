/**
 * What share of patients has the condition at each predicted probability, by a logistic model on a restricted cubic
 * spline of the predicted log-odds.
 *
 * Reads probabilities strictly between 0 and 1 and labels, gives a curve with a pointwise band. Linear in the log-odds
 * outside the outer knots.
 */
import { StatsError } from '../errors.ts';
import { logisticRegression } from '../logistic/regression.ts';
import { quantile } from '../resampling/quantile.ts';
import type { Predictions } from './predictions.ts';

/** A spline model of the log-odds of the label. */
export interface SplineCurve {
  /** Knots on the scale of the predicted log-odds. */
  readonly knots: readonly number[];
  /** Intercept, slope and the coefficients of the spline terms. */
  readonly coefficients: readonly number[];
  /** Log-odds of the label and its standard error at a predicted probability. */
  at(probability: number): { readonly logit: number; readonly standardError: number };
}

/** Where R's rms puts the knots, by their number. */
const KNOT_SHARES: Readonly<Record<number, readonly number[]>> = {
  3: [0.1, 0.5, 0.9],
  4: [0.05, 0.35, 0.65, 0.95],
  5: [0.05, 0.275, 0.5, 0.725, 0.95],
};

const cube = (x: number) => (x > 0 ? x ** 3 : 0);

/**
 * Harrell's restricted cubic spline basis.
 *
 * @param x One value.
 * @param knots Ascending, k >= 3.
 * @returns x and k - 2 spline terms, divided by the squared distance of the outer knots.
 * @see Harrell, Regression Modeling Strategies, 2nd ed. (2015), section 2.4.5.
 */
export function restrictedCubicSpline(x: number, knots: readonly number[]): number[] {
  const k = knots.length;
  const last = knots[k - 1]!;
  const beforeLast = knots[k - 2]!;
  const scale = (last - knots[0]!) ** 2;
  const terms = knots.slice(0, k - 2).map((knot) => {
    const inner = cube(x - beforeLast) * ((last - knot) / (last - beforeLast));
    const outer = cube(x - last) * ((beforeLast - knot) / (last - beforeLast));
    return (cube(x - knot) - inner + outer) / scale;
  });
  return [x, ...terms];
}

const logitOf = (p: number) => Math.log(p) - Math.log1p(-p);

function placeKnots(logits: Float64Array, count: number): number[] {
  const shares = KNOT_SHARES[count];
  if (!shares) {
    throw new StatsError('input/option', {
      found: `Found ${count} knots.`,
      needed: 'Needed 3, 4 or 5.',
      remedy: 'Use 4 unless there are fewer than 100 patients.',
    });
  }
  const knots = shares.map((share) => quantile(logits, share));
  if (new Set(knots).size < count) {
    throw new StatsError('calibration/too-few-values', {
      found: `Found only ${new Set(knots).size} different values at the ${count} knots.`,
      needed: 'Needed predictions that differ at the knots.',
      remedy: 'Use fewer knots, or report calibration by bins.',
    });
  }
  return knots;
}

/**
 * Fits a flexible calibration curve.
 *
 * @param predictions From `checkPredictions`.
 * @param knotCount 3, 4 or 5. Default 4.
 * @throws StatsError `calibration/too-few-values`, `logistic/separated`, `input/probability` for a probability of
 * exactly 0 or 1.
 * @see Harrell, Regression Modeling Strategies, 2nd ed. (2015), section 10.11.
 */
export function splineCurve(predictions: Predictions, knotCount = 4): SplineCurve {
  const logits = predictions.probabilities.map(logitOf);
  if (logits.some((value) => !Number.isFinite(value))) {
    throw new StatsError('input/probability', {
      found: 'Found a predicted probability of exactly 0 or 1.',
      needed: 'Needed probabilities with finite log-odds.',
      remedy: 'Use the loess curve, or recalibrate the model.',
    });
  }
  const knots = placeKnots(logits, knotCount);
  const basis = Array.from(logits, (x) => restrictedCubicSpline(x, knots));
  const covariates = Object.fromEntries(
    Array.from({ length: knotCount - 1 }, (_, j) => [`spline ${j + 1}`, basis.map((row) => row[j]!)]),
  );
  const fit = logisticRegression({ outcome: predictions.labels, covariates }, { profile: 'none' });
  if (fit.covariance === null) {
    throw new StatsError('logistic/separated', {
      found: 'Found that the predictions separate the labels.',
      needed: 'Needed labels of both kinds over a common range of predictions.',
      remedy: 'Report the separation; a calibration curve is not defined.',
    });
  }
  const coefficients = fit.terms.map((term) => term.estimate!);
  const covariance = fit.covariance;
  const at = (probability: number) => {
    const row = [1, ...restrictedCubicSpline(logitOf(probability), knots)];
    const logit = row.reduce((sum, value, j) => sum + value * coefficients[j]!, 0);
    const variance = row.reduce(
      (sum, a, i) => sum + row.reduce((inner, b, j) => inner + a * b * covariance[i]![j]!, 0),
      0,
    );
    return { logit, standardError: Math.sqrt(Math.max(0, variance)) };
  };
  return { knots, coefficients, at };
}
