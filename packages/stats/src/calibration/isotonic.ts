/**
 * Turns scores into probabilities by the best curve that never falls.
 *
 * Fits on tuning rows only and gives an object that is applied elsewhere. Merges neighbours, so patients can become
 * tied.
 */
import { requireFiniteColumn } from '../columns.ts';
import type { Fitted, FoldFitted } from '../types.ts';
import { checkScores } from './predictions.ts';
import { labelsOf, type RecalibrationRows } from './recalibration-rows.ts';

/** A rising step curve, joined by straight lines. */
export interface IsotonicCurve {
  /** Distinct scores, ascending. */
  readonly scores: readonly number[];
  /** Fitted probability at each. */
  readonly probabilities: readonly number[];
}

interface Block {
  sum: number;
  weight: number;
  count: number;
}

/** Pools adjacent blocks while the later mean is not above the earlier. */
function poolAdjacent(blocks: readonly Block[]): Block[] {
  const pooled: Block[] = [];
  for (const block of blocks) {
    let last: Block = { ...block };
    for (
      let before = pooled.at(-1);
      before && before.sum / before.weight >= last.sum / last.weight;
      before = pooled.at(-1)
    ) {
      pooled.pop();
      last = {
        sum: before.sum + last.sum,
        weight: before.weight + last.weight,
        count: before.count + last.count,
      };
    }
    pooled.push(last);
  }
  return pooled;
}

/**
 * Isotonic regression of labels on a score. Equal scores get one value.
 *
 * @param scores Finite, length n.
 * @param labels 0 or 1, length n.
 * @throws StatsError `input/*`.
 * @example
 * fitIsotonic([1, 2, 3, 4], [0, 1, 0, 1]).probabilities; // [0, 0.5, 0.5, 1]
 * @see Barlow et al., Statistical Inference under Order Restrictions (1972); Zadrozny and Elkan, KDD 2002, 694-699.
 */
export function fitIsotonic(scores: ArrayLike<number>, labels: ArrayLike<number>): IsotonicCurve {
  const checked = checkScores(scores, labels);
  const order = Array.from(checked.scores.keys()).sort((a, b) => checked.scores[a]! - checked.scores[b]!);
  const distinct: number[] = [];
  const blocks: Block[] = [];
  for (const i of order) {
    const score = checked.scores[i]!;
    if (distinct.at(-1) !== score) {
      distinct.push(score);
      blocks.push({ sum: 0, weight: 0, count: 1 });
    }
    const block = blocks.at(-1)!;
    block.sum += checked.labels[i]!;
    block.weight++;
  }
  const probabilities = poolAdjacent(blocks).flatMap((block) =>
    new Array<number>(block.count).fill(block.sum / block.weight),
  );
  return { scores: distinct, probabilities };
}

/**
 * Probability of a score on an isotonic curve: straight between known scores, constant outside them.
 *
 * @param curve From `fitIsotonic`.
 * @param score Finite.
 */
export function applyIsotonic(curve: IsotonicCurve, score: number): number {
  const { scores, probabilities } = curve;
  const last = scores.length - 1;
  if (score <= scores[0]!) return probabilities[0]!;
  if (score >= scores[last]!) return probabilities[last]!;
  let low = 0;
  let high = last;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (scores[middle]! <= score) low = middle;
    else high = middle;
  }
  const share = (score - scores[low]!) / (scores[high]! - scores[low]!);
  return probabilities[low]! + share * (probabilities[high]! - probabilities[low]!);
}

/**
 * Isotonic recalibration as a step that learns within a fold.
 *
 * @example
 * isotonicCalibration().fit({ scores: [1, 2, 3], labels: [0, 1, 1] }).apply({ scores: [1.5] })[0]; // 0.5
 * @see Zadrozny and Elkan, KDD 2002, 694-699.
 */
export function isotonicCalibration(): FoldFitted<RecalibrationRows, Float64Array> {
  return {
    fit(training): Fitted<RecalibrationRows, Float64Array> {
      const curve = fitIsotonic(training.scores, labelsOf(training));
      return {
        apply(rows) {
          requireFiniteColumn(rows.scores, 'scores');
          return Float64Array.from(rows.scores, (score) => applyIsotonic(curve, score));
        },
        record: { step: 'isotonic', ...curve, n: training.scores.length },
      };
    },
  };
}
