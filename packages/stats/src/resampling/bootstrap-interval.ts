/**
 * What interval the replicates of a bootstrap support.
 *
 * Reads replicates, the estimate and, for BCa, the jackknife values; gives limits of five kinds. Knows no statistic.
 */
import { normalCdf } from '../distributions/normal.ts';
import { normalQuantile } from '../distributions/normal-quantile.ts';
import { StatsError } from '../errors.ts';
import { requireKnown } from '../options.ts';
import { sortedQuantile } from './quantile.ts';
import { summariseReplicates } from './replicates.ts';

/** Kind of bootstrap interval. `ordered` kinds take R's boot.ci interpolation on the normal scale. */
export type BootstrapKind =
  | 'percentile'
  | 'basic'
  | 'bca'
  | 'normal'
  | 'percentile-ordered'
  | 'basic-ordered';

/** What an interval is made from. */
export interface BootstrapSource {
  /** The estimate on the patients themselves. */
  readonly estimate: number;
  /** Replicates, at least two, any order. */
  readonly replicates: Float64Array;
  /** Confidence level. */
  readonly level: number;
  /** Jackknife acceleration, needed by `bca`. */
  readonly acceleration?: number;
  /** How replicates equal to the estimate count in the bias correction of `bca`. Default `half`. */
  readonly ties?: 'half' | 'strict';
}

const SOURCE = Object.freeze({
  estimate: undefined,
  replicates: undefined,
  level: undefined,
  acceleration: undefined,
  ties: 'half',
});

/**
 * Bias correction of BCa: the normal quantile of the share of replicates below the estimate.
 *
 * @param source Estimate and replicates.
 * @returns An infinity when all lie on one side.
 */
export function medianBias(source: BootstrapSource): number {
  let below = 0;
  for (const value of source.replicates) {
    if (value < source.estimate) below += 1;
    else if (value === source.estimate && source.ties !== 'strict') below += 0.5;
  }
  return normalQuantile(below / source.replicates.length);
}

/** Order statistic at probability * (count + 1), interpolated on the normal scale as R's boot does. */
function orderedQuantile(sorted: Float64Array, probability: number): number {
  const count = sorted.length;
  const rank = (count + 1) * probability;
  const whole = Math.floor(rank);
  if (whole === 0) return sorted[0]!;
  if (whole >= count) return sorted[count - 1]!;
  const low = sorted[whole - 1]!;
  if (whole === rank) return low;
  const from = normalQuantile(whole / (count + 1));
  const to = normalQuantile((whole + 1) / (count + 1));
  return low + ((normalQuantile(probability) - from) / (to - from)) * (sorted[whole]! - low);
}

/** Limits of BCa, or null when the bias correction is infinite or the acceleration missing. */
function bcaLimits(source: BootstrapSource, sorted: Float64Array, alpha: number): [number, number] | null {
  const z0 = medianBias(source);
  const { acceleration } = source;
  if (acceleration === undefined || !Number.isFinite(z0)) return null;
  const limit = (p: number) => {
    const z = z0 + normalQuantile(p);
    return sortedQuantile(sorted, normalCdf(z0 + z / (1 - acceleration * z)));
  };
  return [limit(alpha), limit(1 - alpha)];
}

/**
 * Limits of a bootstrap interval.
 *
 * @param source Replicates and estimate.
 * @param kind Which interval.
 * @returns Lower and upper limit; null where BCa is not defined.
 * @throws StatsError `input/too-few` with fewer than two replicates.
 * @example
 * bootstrapLimits({ estimate: 0.8, replicates, level: 0.95 }, 'percentile');
 * @see Davison and Hinkley, Bootstrap methods (1997), chapter 5. R: boot::boot.ci; percentile with quantile type 7.
 */
export function bootstrapLimits(source: BootstrapSource, kind: BootstrapKind): [number, number] | null {
  requireKnown(source, SOURCE);
  const { estimate, replicates, level } = source;
  if (replicates.length < 2) {
    throw new StatsError('input/too-few', {
      found: `Found ${replicates.length} bootstrap replicates.`,
      needed: 'Needed at least 2, and 1,000 or more for an interval to report.',
      remedy: 'Raise the number of resamples.',
    });
  }
  const alpha = (1 - level) / 2;
  const sorted = replicates.slice().sort();
  switch (kind) {
    case 'percentile':
      return [sortedQuantile(sorted, alpha), sortedQuantile(sorted, 1 - alpha)];
    case 'basic':
      return [2 * estimate - sortedQuantile(sorted, 1 - alpha), 2 * estimate - sortedQuantile(sorted, alpha)];
    case 'percentile-ordered':
      return [orderedQuantile(sorted, alpha), orderedQuantile(sorted, 1 - alpha)];
    case 'basic-ordered':
      return [
        2 * estimate - orderedQuantile(sorted, 1 - alpha),
        2 * estimate - orderedQuantile(sorted, alpha),
      ];
    case 'normal': {
      const { bias, standardError } = summariseReplicates(estimate, replicates);
      const half = normalQuantile(1 - alpha) * standardError;
      return [estimate - bias - half, estimate - bias + half];
    }
    case 'bca':
      return bcaLimits(source, sorted, alpha);
    default:
      kind satisfies never;
      throw new StatsError('input/option', {
        found: `Found the interval ${String(kind)}.`,
        needed: 'Needed percentile, basic, bca, normal, percentile-ordered or basic-ordered.',
        remedy: 'Correct the name.',
      });
  }
}
