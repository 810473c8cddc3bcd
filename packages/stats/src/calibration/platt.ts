/**
 * Turns scores into probabilities by a logistic curve.
 *
 * Fits on tuning rows only and gives an object that is applied elsewhere. Keeps the order of patients, so AUC does not
 * change as long as the slope is positive.
 */
import { requireBothClasses, requireFiniteColumn } from '../columns.ts';
import { StatsError } from '../errors.ts';
import { irls } from '../logistic/irls.ts';
import { logisticRegression } from '../logistic/regression.ts';
import { checkOptions } from '../options.ts';
import type { Fitted, FoldFitted } from '../types.ts';
import { checkScores } from './predictions.ts';
import { labelsOf, type RecalibrationRows } from './recalibration-rows.ts';

/** How Platt's curve is fitted. */
export interface PlattOptions {
  /**
   * `'smoothed'` learns from (n+ + 1) / (n+ + 2) and 1 / (n- + 2), so that separated scores stay finite (Platt);
   * `'plain'` learns from the labels, as a logistic regression does. Default `'smoothed'`.
   */
  readonly targets?: 'smoothed' | 'plain';
}

const DEFAULTS = Object.freeze({ targets: 'smoothed' });

/** Logistic curve of a score. */
export interface LogisticCurve {
  readonly intercept: number;
  readonly slope: number;
}

function smoothedCurve(scores: Float64Array, labels: Float64Array): LogisticCurve {
  const n = scores.length;
  const positives = labels.reduce((sum, y) => sum + y, 0);
  const high = (positives + 1) / (positives + 2);
  const low = 1 / (n - positives + 2);
  const centre = scores.reduce((sum, s) => sum + s / n, 0);
  const spread = Math.sqrt(scores.reduce((sum, s) => sum + (s - centre) ** 2 / n, 0));
  if (!(spread > 1e-12 * Math.abs(centre))) {
    throw new StatsError('calibration/too-few-values', {
      found: 'Found the same score for every patient.',
      needed: 'Needed scores that differ.',
      remedy: 'Report the prevalence; a constant score cannot be recalibrated.',
    });
  }
  const values = new Float64Array(2 * n);
  scores.forEach((s, i) => {
    values[2 * i] = 1;
    values[2 * i + 1] = (s - centre) / spread;
  });
  const outcome = labels.map((y) => (y === 1 ? high : low));
  const weights = new Float64Array(n).fill(1);
  const fit = irls({
    design: { rows: n, columns: 2, values },
    outcome,
    weights,
    offset: new Float64Array(n),
  });
  const slope = fit.coefficients[1]! / spread;
  return { intercept: fit.coefficients[0]! - slope * centre, slope };
}

function plainCurve(scores: Float64Array, labels: Float64Array): LogisticCurve {
  const [intercept, slope] = logisticRegression(
    { outcome: labels, covariates: { score: scores } },
    { profile: 'none' },
  ).terms;
  if (intercept?.estimate == null || slope?.estimate == null) {
    throw new StatsError('logistic/separated', {
      found: 'Found that the scores separate the labels.',
      needed: 'Needed labels of both kinds over a common range of scores.',
      remedy: "Use targets: 'smoothed', which stays finite.",
    });
  }
  return { intercept: intercept.estimate, slope: slope.estimate };
}

/**
 * Logistic curve of a score.
 *
 * @param scores Finite, length n.
 * @param labels 0 or 1, both present, length n.
 * @throws StatsError `input/*`, `calibration/too-few-values`, `logistic/separated` with plain targets.
 * @example
 * fitPlatt([-1, 0, 1, 2], [0, 1, 0, 1]).slope;
 * @see Platt, Advances in Large Margin Classifiers (1999) 61-74; Lin et al., Mach Learn 68 (2007) 267-276.
 */
export function fitPlatt(
  scores: ArrayLike<number>,
  labels: ArrayLike<number>,
  options: PlattOptions = {},
): LogisticCurve {
  const { targets } = checkOptions(options, DEFAULTS);
  const checked = checkScores(scores, labels);
  const positives = checked.labels.reduce((sum, y) => sum + y, 0);
  requireBothClasses(positives, checked.labels.length);
  return targets === 'plain'
    ? plainCurve(checked.scores, checked.labels)
    : smoothedCurve(checked.scores, checked.labels);
}

/** Probability of a score on a logistic curve. */
export function applyLogisticCurve(curve: LogisticCurve, score: number): number {
  return 1 / (1 + Math.exp(-(curve.intercept + curve.slope * score)));
}

/**
 * Platt scaling as a step that learns within a fold.
 *
 * @example
 * const fitted = plattScaling().fit({ scores: [-1, 0, 1, 2], labels: [0, 1, 0, 1] });
 * fitted.apply({ scores: [0.5] })[0];
 * @see Platt, Advances in Large Margin Classifiers (1999) 61-74.
 */
export function plattScaling(options: PlattOptions = {}): FoldFitted<RecalibrationRows, Float64Array> {
  const { targets } = checkOptions(options, DEFAULTS);
  return {
    fit(training): Fitted<RecalibrationRows, Float64Array> {
      const curve = fitPlatt(training.scores, labelsOf(training), { targets });
      return {
        apply(rows) {
          requireFiniteColumn(rows.scores, 'scores');
          return Float64Array.from(rows.scores, (score) => applyLogisticCurve(curve, score));
        },
        record: {
          step: 'platt',
          targets,
          ...curve,
          n: training.scores.length,
        },
      };
    },
  };
}
