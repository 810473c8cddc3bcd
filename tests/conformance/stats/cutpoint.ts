/**
 * Reference cases of maximally selected cut-offs.
 *
 * Reads a case, calls the statistic, gives the fixture's field names. R's `p_hl` and `p_conditional_mc_approx` are good
 * to a few digits there and are not given; the permutation P takes their place in the library.
 */
import { maximallySelectedCutoff } from '../../../packages/stats/src/classification/maximal-selection.ts';
import type { Adapter } from './adapter.ts';
import { numberOf, numbersOf } from './read-input.ts';
import { followUpFrom } from './survival-input.ts';

const cutpoint: Adapter = (input, params) => {
  const result = maximallySelectedCutoff(numbersOf(input, 'score'), followUpFrom(input), {
    minimumShare: numberOf(params, 'minprop', 0.1),
    maximumShare: numberOf(params, 'maxprop', 0.9),
  });
  return {
    cutpoint: result.cutpoint,
    statistic: result.statistic,
    p_lau92: result.pLausen92,
    p_lau94: result.pLausen94,
    cuts: [...result.cuts],
    stats_at_cuts: [...result.statistics],
    logrank_scores_first10: [...result.logRankScores.slice(0, 10)],
    p_naive_logrank: result.pNaive,
  };
};

/** Adapters by fixture function. */
export const adapters: Record<string, Adapter> = { 'maxstat.cutpoint': cutpoint };
