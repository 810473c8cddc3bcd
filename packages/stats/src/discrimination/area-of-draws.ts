/**
 * The area under the curve of patients that were drawn, from counts alone.
 *
 * Reads which rows were drawn, gives areas without sorting again. Knows no random numbers.
 */
import type { Numbers } from '../columns.ts';
import { StatsError } from '../errors.ts';
import { countLevels, type Levels } from './levels.ts';

/** Where a score stands in the rising list of distinct scores. */
function levelOf(score: number, values: Float64Array): number {
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle]! < score) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Counts of drawn rows by distinct score and class; `take` gives the area of what was counted and starts afresh. */
interface Tally {
  /** Distinct score of each row, doubled, plus 1 for a positive. */
  readonly slots: Uint32Array;
  /** Times each slot was drawn. */
  readonly counts: Uint32Array;
}

/** An empty tally of rows by distinct score and class. */
export function tallyOf(scores: Numbers, labels: Numbers, levels: Levels): Tally {
  const slots = new Uint32Array(scores.length);
  for (let i = 0; i < scores.length; i++) slots[i] = 2 * levelOf(scores[i]!, levels.values) + labels[i]!;
  return { slots, counts: new Uint32Array(2 * levels.values.length) };
}

/** Area of the counted rows; NaN when a class is missing. Empties the counts. */
export function takeArea(counts: Uint32Array): number {
  let negatives = 0;
  let positives = 0;
  let twice = 0;
  for (let i = 0; i < counts.length; i += 2) {
    const q = counts[i]!;
    const p = counts[i + 1]!;
    twice += p * (2 * negatives + q);
    negatives += q;
    positives += p;
  }
  counts.fill(0);
  return twice / (2 * positives * negatives);
}

/**
 * Area of each given resample. For checking an interval row by row, or for resamples drawn elsewhere.
 *
 * @param scores Length n, finite, higher is more positive.
 * @param labels Length n, 1 positive, 0 negative.
 * @param resamples Each a list of row indices from 0.
 * @throws StatsError `input/...`; `input/one-class` when a resample lacks a class.
 */
export function aucOfResamples(
  scores: Numbers,
  labels: Numbers,
  resamples: ArrayLike<ArrayLike<number>>,
): Float64Array {
  const { slots, counts } = tallyOf(scores, labels, countLevels(scores, labels));
  return Float64Array.from({ length: resamples.length }, (_, r) => {
    const rows = resamples[r]!;
    for (let i = 0; i < rows.length; i++) {
      const slot = slots[rows[i]!];
      if (slot === undefined) throw outOfRange(rows[i]!, slots.length);
      counts[slot]!++;
    }
    const area = takeArea(counts);
    if (!Number.isNaN(area)) return area;
    throw new StatsError('input/one-class', {
      found: `Found one class only in resample ${r}.`,
      needed: 'Needed positives and negatives in every resample.',
      remedy: 'Draw positives and negatives separately.',
    });
  });
}

function outOfRange(row: number, n: number): StatsError {
  return new StatsError('input/option', {
    found: `Found row ${row} in a resample of ${n} patients.`,
    needed: `Needed row indices from 0 to ${n - 1}.`,
    remedy: 'Count rows from 0.',
  });
}
