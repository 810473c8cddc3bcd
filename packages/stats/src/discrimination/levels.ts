/**
 * How often each score occurs among positives and among negatives.
 *
 * Reads scores and labels, gives distinct scores in rising order with two counts: all that ROC statistics of one score
 * need. Scores are never merged unless they are equal. Knows no curve and no interval.
 */
import {
  type Numbers,
  requireBothClasses,
  requireFiniteColumn,
  requireLabels,
  requireRows,
} from '../columns.ts';

/** Distinct scores, rising, with the number of positives and negatives that have each. */
export interface Levels {
  /** Distinct scores, rising. */
  readonly values: Float64Array;
  /** Positives with each score. */
  readonly positives: Uint32Array;
  /** Negatives with each score. */
  readonly negatives: Uint32Array;
  /** All positives. */
  readonly positiveCount: number;
  /** All negatives. */
  readonly negativeCount: number;
}

/** The scores of each class, in the order of the rows. */
export interface ByClass {
  /** Scores of the positives. */
  readonly positive: Float64Array;
  /** Scores of the negatives. */
  readonly negative: Float64Array;
}

/**
 * Checks a score and its labels and separates the classes.
 *
 * @param scores One finite score a patient, higher is more positive.
 * @param labels 1 or 0 for the same patients.
 * @throws StatsError `input/length`, `input/empty`, `input/not-finite`, `input/label`, `input/one-class`.
 */
export function separateClasses(scores: Numbers, labels: Numbers): ByClass {
  const n = requireRows({ scores, labels });
  requireFiniteColumn(scores, 'scores');
  const positives = requireLabels(labels);
  requireBothClasses(positives, n);
  const positive = new Float64Array(positives);
  const negative = new Float64Array(n - positives);
  let p = 0;
  let q = 0;
  for (let i = 0; i < n; i++) {
    if (labels[i] === 1) positive[p++] = scores[i]!;
    else negative[q++] = scores[i]!;
  }
  return { positive, negative };
}

/**
 * Counts distinct scores. O(n log n).
 *
 * @param scores One finite score a patient, higher is more positive.
 * @param labels 1 or 0 for the same patients.
 * @throws StatsError as `separateClasses`.
 */
export function countLevels(scores: Numbers, labels: Numbers): Levels {
  const { positive, negative } = separateClasses(scores, labels);
  positive.sort();
  negative.sort();
  const n = positive.length + negative.length;
  const values = new Float64Array(n);
  const positives = new Uint32Array(n);
  const negatives = new Uint32Array(n);
  let p = 0;
  let q = 0;
  let levels = 0;
  while (p < positive.length || q < negative.length) {
    const value = Math.min(positive[p] ?? Number.POSITIVE_INFINITY, negative[q] ?? Number.POSITIVE_INFINITY);
    const firstPositive = p;
    const firstNegative = q;
    while (positive[p] === value) p++;
    while (negative[q] === value) q++;
    values[levels] = value;
    positives[levels] = p - firstPositive;
    negatives[levels] = q - firstNegative;
    levels++;
  }
  return {
    values: values.subarray(0, levels),
    positives: positives.subarray(0, levels),
    negatives: negatives.subarray(0, levels),
    positiveCount: positive.length,
    negativeCount: negative.length,
  };
}
