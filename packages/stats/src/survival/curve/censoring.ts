/**
 * How likely a patient is to be still followed at each time, and how sure that is.
 *
 * Reads follow-up, gives the reverse Kaplan-Meier curve in which events leave the risk set before censorings at a
 * tied time, and the influence of each patient on weights 1 / G. Assumes that censoring does not depend on covariates.
 */
import type { FollowUp } from '../../types.ts';
import { lifeTable } from '../follow-up/life-table.ts';
import { countBelow } from '../follow-up/order.ts';
import { runOfEach } from '../follow-up/ties.ts';

/** The distribution of time to censoring. */
export interface CensoringCurve {
  /** Distinct follow-up times, ascending. */
  readonly times: Float64Array;
  /** Probability of being uncensored just before each time. */
  readonly before: Float64Array;
  /** Probability of being uncensored just after each time. */
  readonly after: Float64Array;
  /** Place of each patient's time in `times`. */
  readonly place: Uint32Array;
  /** Number at risk just before each time. */
  readonly atRisk: Float64Array;
  /** Censorings at each time. */
  readonly censored: Float64Array;
}

/**
 * Reverse Kaplan-Meier estimate of the censoring distribution.
 *
 * @param followUp Checked follow-up; any event counts as observed.
 * @see Graf et al., Stat Med 18 (1999) 2529-2545; R prodlim(reverse = TRUE).
 */
export function censoringCurve(followUp: FollowUp): CensoringCurve {
  const { runs, times, atRisk, events, censored } = lifeTable(followUp);
  const before = new Float64Array(times.length);
  const after = new Float64Array(times.length);
  let share = 1;
  for (let i = 0; i < times.length; i++) {
    before[i] = share;
    if (censored[i]! > 0) share *= 1 - censored[i]! / (atRisk[i]! - events[i]!);
    after[i] = share;
  }
  return { times, before, after, place: runOfEach(runs), atRisk, censored };
}

/** Probability of being uncensored just after a time that need not be a follow-up time. */
export function uncensoredAt(curve: CensoringCurve, months: number): number {
  const reached = countBelow(curve.times, months, true) - 1;
  return reached < 0 ? 1 : curve.after[reached]!;
}
