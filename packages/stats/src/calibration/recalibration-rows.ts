/**
 * What a recalibration learns from and is applied to.
 *
 * Reads scores and labels; labels are needed to learn only.
 */
import { StatsError } from '../errors.ts';

/** Scores, with labels when they are to be learnt from. */
export interface RecalibrationRows {
  /** Higher is more positive. For temperature scaling probabilities in (0, 1). Length n. */
  readonly scores: ArrayLike<number>;
  /** 0 or 1, length n; needed by `fit`, ignored by `apply`. */
  readonly labels?: ArrayLike<number>;
}

/** Labels that a step was asked to learn from. */
export function labelsOf(rows: RecalibrationRows): ArrayLike<number> {
  if (rows.labels) return rows.labels;
  throw new StatsError('input/label', {
    found: 'Found no labels.',
    needed: 'Needed labels to learn a recalibration from.',
    remedy: 'Pass the labels of the tuning patients.',
  });
}
