/**
 * How much of a selected cut-off's place is luck.
 *
 * Reads scores and follow-up, gives the cut-off of every resample. Knows no P value.
 */
import { type Numbers, requireRows } from '../columns.ts';
import { checkOptions } from '../options.ts';
import type { Random } from '../resampling/random.ts';
import type { FollowUp } from '../types.ts';
import { maximallySelectedCutoff } from './maximal-selection.ts';

/** Options of `cutpointStability`. */
export interface StabilityOptions {
  /** Source of random numbers. */
  readonly random: Pick<Random, 'integer'>;
  /** Number of resamples. Default 500. */
  readonly resamples?: number;
  /** Smallest share of patients below a candidate. Default 0.1. */
  readonly minimumShare?: number;
  /** Largest share of patients below a candidate. Default 0.9. */
  readonly maximumShare?: number;
}

const STABILITY_DEFAULTS = Object.freeze({
  random: undefined,
  resamples: 500,
  minimumShare: 0.1,
  maximumShare: 0.9,
});

/**
 * Where the cut-off falls when patients are drawn again: how much of its place is luck.
 *
 * @param scores Length n, finite.
 * @param followUp Follow-up of the same patients.
 * @param options Random numbers, number of resamples (default 500) and range of candidates.
 * @returns The cutpoint of each resample.
 * @throws StatsError as `maximallySelectedCutoff`.
 */
export function cutpointStability(
  scores: Numbers,
  followUp: FollowUp,
  options: StabilityOptions,
): Float64Array {
  const { random, resamples, minimumShare, maximumShare } = checkOptions(options, STABILITY_DEFAULTS);
  const n = requireRows({ scores, months: followUp.months });
  return Float64Array.from({ length: resamples }, () => {
    const rows = Array.from({ length: n }, () => random.integer(n));
    const again = {
      months: Float64Array.from(rows, (row) => followUp.months[row]!),
      observed: Uint8Array.from(rows, (row) => followUp.observed[row]!),
    };
    const drawn = Float64Array.from(rows, (row) => scores[row]!);
    return maximallySelectedCutoff(drawn, again, { minimumShare, maximumShare }).cutpoint;
  });
}
