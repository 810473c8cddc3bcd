/**
 * Whether predicted probabilities and labels can be compared.
 *
 * Reads what a caller passed, gives dense arrays. Knows nothing of models.
 */
import { requireFiniteColumn, requireLabels, requireProbabilities, requireRows } from '../columns.ts';

/** Predicted probabilities with what happened. Index i is the same patient in both. */
export interface Predictions {
  /** Probability of label 1, in [0, 1]. Length n. */
  readonly probabilities: Float64Array;
  /** 1 where the patient has the condition, else 0. Length n. */
  readonly labels: Float64Array;
}

/** Scores on any scale with what happened. Index i is the same patient in both. */
export interface ScoredLabels {
  /** Higher is more positive. Length n. */
  readonly scores: Float64Array;
  /** 1 where the patient has the condition, else 0. Length n. */
  readonly labels: Float64Array;
}

/**
 * Checks scores and labels of the same patients.
 *
 * @param scores Any finite numbers, length n.
 * @param labels 0 or 1, length n.
 * @throws StatsError `input/empty`, `input/length`, `input/not-finite`, `input/label`.
 */
export function checkScores(scores: ArrayLike<number>, labels: ArrayLike<number>): ScoredLabels {
  requireRows({ scores, labels });
  requireFiniteColumn(scores, 'scores');
  requireLabels(labels);
  return { scores: Float64Array.from(scores), labels: Float64Array.from(labels) };
}

/**
 * Checks probabilities and labels of the same patients.
 *
 * @param probabilities In [0, 1], length n.
 * @param labels 0 or 1, length n.
 * @throws StatsError as `checkScores`, and `input/probability`.
 */
export function checkPredictions(probabilities: ArrayLike<number>, labels: ArrayLike<number>): Predictions {
  requireRows({ probabilities, labels });
  requireProbabilities(probabilities, 'probabilities');
  requireLabels(labels);
  return { probabilities: Float64Array.from(probabilities), labels: Float64Array.from(labels) };
}
