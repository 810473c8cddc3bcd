/**
 * How well a score separates positives from negatives, and how sure that is.
 *
 * Reads a score and labels, gives the area under the ROC curve with DeLong's interval, plain or on the logit scale.
 * Never flips the direction: an area below one half stays there. Knows nothing of how the score was made.
 */
import type { Numbers } from '../columns.ts';
import { normalQuantile } from '../distributions/normal-quantile.ts';
import { checkOptions, requireLevel } from '../options.ts';
import type { Estimate } from '../types.ts';
import { delongVariance, hanleyMcNeil, mannWhitneyU } from './delong.ts';
import { countLevels } from './levels.ts';

/** Options of `auc`. */
export interface AucOptions {
  /** Confidence level in (0, 1). Default 0.95. */
  readonly level: number;
  /** `plain`: symmetric, cut at 0 and 1. `logit`: symmetric on the log-odds, never leaves (0, 1). Default `plain`. */
  readonly interval: 'plain' | 'logit';
}

const DEFAULTS = Object.freeze({ level: 0.95, interval: 'plain' });

/** Area under the ROC curve with DeLong's variance. */
export interface AucEstimate extends Estimate {
  /** Patients. */
  readonly n: number;
  /** Positive patients. */
  readonly positives: number;
  /** Negative patients. */
  readonly negatives: number;
  /** Mann-Whitney U: pairs in which the positive scores higher, a tie counts half. */
  readonly mannWhitneyU: number;
  /** DeLong's variance; null with fewer than two patients in a class. */
  readonly variance: number | null;
  /** Square root of the variance. */
  readonly standardError: number | null;
  /** Hanley and McNeil's standard error of 1982, for comparison with older papers. */
  readonly hanleyMcNeilStandardError: number;
}

/** Interval limits, or null where the logit does not exist. */
function limits(area: number, se: number, options: AucOptions): readonly [number, number] | null {
  const z = normalQuantile(1 - (1 - options.level) / 2);
  if (options.interval === 'plain') return [Math.max(0, area - z * se), Math.min(1, area + z * se)];
  if (area === 0 || area === 1) return null;
  const logit = Math.log(area / (1 - area));
  const half = (z * se) / (area * (1 - area));
  return [1 / (1 + Math.exp(half - logit)), 1 / (1 + Math.exp(-half - logit))];
}

/** What a reader has to know about this area and its interval. */
function remarks(area: number, variance: number | null, options: AucOptions): string {
  const said: string[] = [];
  if (variance === null) said.push('No interval: DeLong needs two positive and two negative patients.');
  else if (variance === 0) {
    said.push(
      area === 0 || area === 1
        ? 'DeLong variance is 0 because the classes do not overlap; the interval says nothing about precision.'
        : 'DeLong variance is 0 because the scores do not vary; the interval says nothing about precision.',
    );
    if (options.interval === 'logit' && area !== 0.5) said.push('The logit of 0 or 1 does not exist.');
  }
  if (area < 0.5)
    said.push('The area is below 0.5: higher scores go with negatives. The direction was kept.');
  return said.join(' ');
}

/**
 * Area under the ROC curve: how often a positive patient scores higher than a negative one, ties counting half.
 *
 * @param scores Length n, finite, any scale, higher is more positive.
 * @param labels Length n, 1 positive, 0 negative.
 * @param options Confidence level and scale of the interval.
 * @returns The area with DeLong's interval; limits are null with a reason where they do not exist.
 * @throws StatsError `input/length`, `input/empty`, `input/not-finite`, `input/label`, `input/one-class`,
 * `input/option`.
 * @example
 * auc(Float64Array.of(0.1, 0.4, 0.35, 0.8), Uint8Array.of(0, 0, 1, 1)).value; // 0.75
 * @see DeLong, DeLong, Clarke-Pearson, Biometrics 44 (1988) 837-845. R: pROC::ci.auc(direction = "<").
 */
export function auc(scores: Numbers, labels: Numbers, options: Partial<AucOptions> = {}): AucEstimate {
  const chosen = checkOptions(options, DEFAULTS);
  requireLevel(chosen.level);
  const levels = countLevels(scores, labels);
  const m = levels.positiveCount;
  const n = levels.negativeCount;
  const u = mannWhitneyU(levels);
  const value = u / (m * n);
  const variance = delongVariance(levels, u);
  const standardError = variance === null ? null : Math.sqrt(variance);
  const interval = standardError === null ? null : limits(value, standardError, chosen);
  const reason = remarks(value, variance, chosen);
  return {
    value,
    lower: interval?.[0] ?? null,
    upper: interval?.[1] ?? null,
    level: chosen.level,
    method: chosen.interval === 'logit' ? 'DeLong, logit scale' : 'DeLong',
    ...(reason === '' ? {} : { reason }),
    n: m + n,
    positives: m,
    negatives: n,
    mannWhitneyU: u,
    variance,
    standardError,
    hanleyMcNeilStandardError: hanleyMcNeil(value, m, n),
  };
}
