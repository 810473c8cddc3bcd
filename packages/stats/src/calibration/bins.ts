/**
 * How far the share of patients with the condition lies from the predicted one, bin by bin.
 *
 * Reads probabilities and labels, gives the bins, the expected calibration error and the Hosmer-Lemeshow test. Bins
 * are half open, (a, b], and the lowest also holds its lower edge, as R's `cut(include.lowest = TRUE)`.
 */
import { checkOptions } from '../options.ts';
import { sortedQuantile } from '../resampling/quantile.ts';
import { checkPredictions, type Predictions } from './predictions.ts';

/** One bin. Means are null in an empty bin. */
export interface CalibrationBin {
  readonly lower: number;
  readonly upper: number;
  readonly n: number;
  readonly events: number;
  readonly meanProbability: number | null;
  readonly observedShare: number | null;
}

/** Binned calibration error. */
export interface BinnedCalibration {
  readonly bins: readonly CalibrationBin[];
  /** Mean distance of observed share and mean probability, weighted by patients. */
  readonly expectedCalibrationError: number;
  /** Largest such distance of a bin that is not empty. */
  readonly maximumCalibrationError: number;
}

/** How bins are cut. */
export interface BinOptions {
  /** Number of bins. Default 10. */
  readonly bins?: number;
  /** Equal width over [0, 1], or equal numbers by type-7 quantiles, which collapse in ties. Default `'equal-mass'`. */
  readonly by?: 'equal-width' | 'equal-mass';
}

const DEFAULTS = Object.freeze({ bins: 10, by: 'equal-mass' });

function binOf(edges: readonly number[], value: number): number {
  let bin = 0;
  while (bin < edges.length - 2 && value > edges[bin + 1]!) bin++;
  return bin;
}

/** Patients of every bin (a, b]. */
export function fillBins({ probabilities, labels }: Predictions, edges: readonly number[]): CalibrationBin[] {
  const count = Math.max(1, edges.length - 1);
  const n = new Float64Array(count);
  const events = new Float64Array(count);
  const sums = new Float64Array(count);
  probabilities.forEach((p, i) => {
    const bin = binOf(edges, p);
    n[bin]!++;
    events[bin]! += labels[i]!;
    sums[bin]! += p;
  });
  return Array.from(n, (size, bin) => ({
    lower: edges[bin]!,
    upper: edges[bin + 1] ?? edges[bin]!,
    n: size,
    events: events[bin]!,
    meanProbability: size === 0 ? null : sums[bin]! / size,
    observedShare: size === 0 ? null : events[bin]! / size,
  }));
}

/** Distinct type-7 quantiles at k / groups. */
export function quantileEdges(probabilities: Float64Array, groups: number): number[] {
  const sorted = probabilities.slice().sort();
  const edges = Array.from({ length: groups + 1 }, (_, k) =>
    sortedQuantile(sorted, k === groups ? 1 : k * (1 / groups)),
  );
  return edges.filter((edge, k) => k === 0 || edge !== edges[k - 1]);
}

/**
 * Expected and maximum calibration error.
 *
 * @param probabilities Probability of label 1, in [0, 1], length n.
 * @param labels 0 or 1, length n.
 * @throws StatsError `input/*`.
 * @example
 * calibrationBins([0.2, 0.4, 0.9], [0, 1, 1], { bins: 2, by: 'equal-width' }).expectedCalibrationError;
 * @see Naeini et al., AAAI 2015 (equal width); Nguyen and O'Connor, EMNLP 2015 (equal mass).
 */
export function calibrationBins(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  options: BinOptions = {},
): BinnedCalibration {
  const checked = checkPredictions(probabilities, labels);
  const { bins: count, by } = checkOptions(options, DEFAULTS);
  const equalWidth = Array.from({ length: count + 1 }, (_, k) => (k === count ? 1 : k * (1 / count)));
  const edges = by === 'equal-width' ? equalWidth : quantileEdges(checked.probabilities, count);
  const bins = fillBins(checked, edges);
  let expected = 0;
  let maximum = 0;
  for (const bin of bins) {
    if (bin.meanProbability === null || bin.observedShare === null) continue;
    const gap = Math.abs(bin.observedShare - bin.meanProbability);
    expected += (bin.n / checked.labels.length) * gap;
    maximum = Math.max(maximum, gap);
  }
  return { bins, expectedCalibrationError: expected, maximumCalibrationError: maximum };
}
