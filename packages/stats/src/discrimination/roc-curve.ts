/**
 * Which pairs of sensitivity and specificity a score offers.
 *
 * Reads a score and labels, gives one point for every distinct score and one before all. Knows no area and no interval.
 */
import type { Numbers } from '../columns.ts';
import { countLevels } from './levels.ts';

/** An ROC curve from (0, 0) to (1, 1). Index i is the same point in every array. */
export interface RocCurve {
  /** Positive when score >= threshold: infinity, then the distinct scores falling. */
  readonly thresholds: Float64Array;
  /** The same points with thresholds midway between neighbouring scores, from infinity to minus infinity. */
  readonly midpoints: Float64Array;
  /** Sensitivity at each threshold. */
  readonly truePositiveRate: Float64Array;
  /** 1 - specificity at each threshold. */
  readonly falsePositiveRate: Float64Array;
  /** Positives at or above each threshold. */
  readonly truePositives: Uint32Array;
  /** Negatives at or above each threshold. */
  readonly falsePositives: Uint32Array;
  /** All positives. */
  readonly positives: number;
  /** All negatives. */
  readonly negatives: number;
}

/**
 * A threshold between two neighbouring scores that calls the upper one positive and the lower one negative.
 *
 * @param lower The lower score.
 * @param upper The next higher score.
 */
export function midpoint(lower: number, upper: number): number {
  const middle = lower / 2 + upper / 2;
  return middle > lower && middle <= upper ? middle : upper;
}

/**
 * The ROC curve of a score.
 *
 * @param scores Length n, finite, higher is more positive.
 * @param labels Length n, 1 positive, 0 negative.
 * @throws StatsError `input/length`, `input/empty`, `input/not-finite`, `input/label`, `input/one-class`.
 * @example
 * rocCurve(Float64Array.of(0.1, 0.4, 0.35, 0.8), Uint8Array.of(0, 0, 1, 1)).truePositiveRate; // 0, 0.5, 0.5, 1, 1
 * @see Fawcett, Pattern Recogn Lett 27 (2006) 861-874. R: pROC::coords(roc, "all").
 */
export function rocCurve(scores: Numbers, labels: Numbers): RocCurve {
  const levels = countLevels(scores, labels);
  const size = levels.values.length + 1;
  const thresholds = new Float64Array(size).fill(Number.POSITIVE_INFINITY);
  const midpoints = new Float64Array(size).fill(Number.POSITIVE_INFINITY);
  const truePositives = new Uint32Array(size);
  const falsePositives = new Uint32Array(size);
  for (let i = 1; i < size; i++) {
    const level = size - 1 - i;
    thresholds[i] = levels.values[level]!;
    midpoints[i] =
      level === 0 ? Number.NEGATIVE_INFINITY : midpoint(levels.values[level - 1]!, levels.values[level]!);
    truePositives[i] = truePositives[i - 1]! + levels.positives[level]!;
    falsePositives[i] = falsePositives[i - 1]! + levels.negatives[level]!;
  }
  const positives = levels.positiveCount;
  const negatives = levels.negativeCount;
  return {
    thresholds,
    midpoints,
    truePositiveRate: Float64Array.from(truePositives, (count) => count / positives),
    falsePositiveRate: Float64Array.from(falsePositives, (count) => count / negatives),
    truePositives,
    falsePositives,
    positives,
    negatives,
  };
}
