/**
 * Calls against labels at a threshold.
 *
 * Reads scores and labels, gives four counts. Knows no measure.
 */
import { type Numbers, requireFiniteColumn, requireLabels, requireRows } from '../columns.ts';
import { requireCutoff } from './cutoff.ts';

/** A confusion matrix. */
export interface Confusion {
  /** Positive patients called positive. */
  readonly truePositives: number;
  /** Negative patients called positive. */
  readonly falsePositives: number;
  /** Positive patients called negative. */
  readonly falseNegatives: number;
  /** Negative patients called negative. */
  readonly trueNegatives: number;
}

/**
 * Counts calls against labels. Positive when score >= cut-off.
 *
 * @param scores Length n, finite.
 * @param labels Length n, 1 positive, 0 negative.
 * @param cutoff Threshold, finite.
 * @throws StatsError `input/...`, `classification/cutoff`.
 */
export function confusion(scores: Numbers, labels: Numbers, cutoff: number): Confusion {
  const n = requireRows({ scores, labels });
  requireFiniteColumn(scores, 'scores');
  const positives = requireLabels(labels);
  requireCutoff(cutoff);
  let truePositives = 0;
  let falsePositives = 0;
  for (let i = 0; i < n; i++) {
    if (scores[i]! < cutoff) continue;
    if (labels[i] === 1) truePositives++;
    else falsePositives++;
  }
  const falseNegatives = positives - truePositives;
  return { truePositives, falsePositives, falseNegatives, trueNegatives: n - positives - falsePositives };
}
