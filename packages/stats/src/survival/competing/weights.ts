/**
 * How long patients with another kind of event stay in the risk set of a Fine-Gray model, and with what weight.
 *
 * Reads follow-up with competing events, gives the censoring distribution just before each time by one of two rules
 * for ties. Knows nothing of covariates.
 */
import type { TimedStrata } from '../follow-up/strata.ts';

/**
 * Whether events tied with a censoring are still at risk of being censored: 'stay' as cmprsk::crr takes it,
 * 'leave' as survival::finegray does.
 */
export type CensoringTieRule = 'stay' | 'leave';

/**
 * Probability of being uncensored just before the time of each run.
 *
 * @param timed One stratum.
 * @param kind 0 where censored, by place.
 */
export function uncensoredBefore(timed: TimedStrata, kind: Uint8Array, rule: CensoringTieRule): Float64Array {
  const { runStarts } = timed;
  const before = new Float64Array(timed.runTimes.length);
  let share = 1;
  for (let run = 0; run < before.length; run++) {
    before[run] = share;
    let censored = 0;
    for (let place = runStarts[run]!; place < runStarts[run + 1]!; place++) if (kind[place] === 0) censored++;
    const here = runStarts[run + 1]! - runStarts[run]!;
    const atRisk = kind.length - runStarts[run]! - (rule === 'leave' ? here - censored : 0);
    if (censored > 0) share *= 1 - censored / atRisk;
  }
  return before;
}
