/**
 * How long patients are free of the event on average, up to a horizon.
 *
 * Reads follow-up and a horizon, gives the restricted mean and its comparison between two groups. Needs no
 * proportional hazards. Refuses a horizon that follow-up does not reach, because nothing is known there.
 */

import { StatsError } from '../../errors.ts';
import { checkOptions } from '../../options.ts';
import type { Estimate, FollowUp } from '../../types.ts';
import { lifeTable, requireFollowUp } from '../follow-up/follow-up.ts';
import { twoSidedP, zOfLevel } from '../follow-up/probability.ts';

/** What `restrictedMean` needs beside follow-up. */
export interface RestrictedMeanOptions {
  /** Horizon in months, above 0 and at most the longest follow-up. */
  readonly horizonMonths: number;
  /** Coverage of the interval. Default 0.95. */
  readonly level?: number;
}

const DEFAULTS = Object.freeze({ horizonMonths: undefined, level: 0.95 });

/** Mean time free of the event up to a horizon. */
export interface RestrictedMean {
  /** Restricted mean in months, with normal limits. */
  readonly mean: Estimate;
  /** Its standard error. */
  readonly standardError: number;
  /** Mean time lost: the horizon less the mean. */
  readonly lostMonths: number;
  /** Number of patients. */
  readonly n: number;
  /** Number of events, also those after the horizon. */
  readonly events: number;
}

function checkHorizon(horizon: number, longest: number): void {
  if (horizon > 0 && horizon <= longest) return;
  throw new StatsError(
    'survival/horizon',
    {
      found: `Found a horizon of ${horizon} months where the longest follow-up is ${longest}.`,
      needed: 'Needed a horizon above 0 that follow-up reaches in every group.',
      remedy: 'Choose a horizon of at most the shortest of the longest follow-ups.',
    },
    { horizon, longest },
  );
}

/** Area under the Kaplan-Meier curve up to the horizon, and its variance. */
function areaUnderCurve(followUp: FollowUp, horizon: number): { area: number; variance: number } {
  const { times, atRisk, events } = lifeTable(followUp);
  const areas: number[] = [];
  const terms: number[] = [];
  let [share, last] = [1, 0];
  for (let i = 0; i < times.length && times[i]! <= horizon; i++) {
    areas.push(share * (times[i]! - last));
    const [risk, dead] = [atRisk[i]!, events[i]!];
    terms.push(risk > dead ? dead / (risk * (risk - dead)) : 0);
    share *= (risk - dead) / risk;
    last = times[i]!;
  }
  let rest = share * (horizon - last);
  let variance = 0;
  for (let i = areas.length - 1; i >= 0; i--) {
    variance += rest * rest * terms[i]!;
    rest += areas[i]!;
  }
  return { area: rest, variance };
}

/**
 * The restricted mean time free of the event of one group.
 *
 * @param followUp Months and events of n patients.
 * @throws StatsError `survival/horizon` for a horizon that no patient was followed to; `survival/time`,
 * `survival/event`, `input/length`.
 * @example
 * restrictedMean(followUp, { horizonMonths: 24 }).mean.value;
 * @see Royston and Parmar, BMC Med Res Methodol 13 (2013) 152; R survRM2::rmst1.
 */
export function restrictedMean(followUp: FollowUp, options: RestrictedMeanOptions): RestrictedMean {
  const { horizonMonths, level } = checkOptions(options, DEFAULTS);
  requireFollowUp(followUp);
  checkHorizon(
    horizonMonths,
    followUp.months.reduce((most, month) => Math.max(most, month), 0),
  );
  const { area, variance } = areaUnderCurve(followUp, horizonMonths);
  const standardError = Math.sqrt(variance);
  const half = zOfLevel(level) * standardError;
  const method = `Restricted mean to ${horizonMonths} months, normal limits`;
  return {
    mean: { value: area, lower: area - half, upper: area + half, level, method },
    standardError,
    lostMonths: horizonMonths - area,
    n: followUp.months.length,
    events: followUp.observed.reduce((sum, mark) => sum + mark, 0),
  };
}

/** A contrast of two groups with its two-sided P. */
export interface Contrast {
  /** Estimate with interval. */
  readonly estimate: Estimate;
  /** Two-sided P of no difference; null with the estimate's reason where undefined. */
  readonly p: number | null;
}

/** Restricted means of two groups. */
export interface RestrictedMeanComparison {
  /** Horizon in months. */
  readonly horizonMonths: number;
  /** The group of interest. */
  readonly treated: RestrictedMean;
  /** The group it is compared with. */
  readonly control: RestrictedMean;
  /** Mean of the group of interest less the other, in months. */
  readonly difference: Contrast;
  /** Ratio of the means. */
  readonly ratio: Contrast;
  /** Ratio of the mean times lost. */
  readonly lostRatio: Contrast;
}

interface Part {
  readonly value: number;
  readonly standardError: number;
}

function ratioContrast(top: Part, bottom: Part, about: { level: number; method: string }): Contrast {
  if (!(top.value > 0 && bottom.value > 0))
    return {
      estimate: { value: null, lower: null, upper: null, ...about, reason: 'One of the means is 0.' },
      p: null,
    };
  const log = Math.log(top.value / bottom.value);
  const error = Math.hypot(top.standardError / top.value, bottom.standardError / bottom.value);
  const half = zOfLevel(about.level) * error;
  const estimate = {
    value: Math.exp(log),
    lower: Math.exp(log - half),
    upper: Math.exp(log + half),
    ...about,
  };
  if (error > 0) return { estimate, p: twoSidedP(log / error) };
  return {
    estimate: { ...estimate, reason: 'No event before the horizon: there is no error to test with.' },
    p: null,
  };
}

function differenceContrast(top: Part, bottom: Part, about: { level: number; method: string }): Contrast {
  const value = top.value - bottom.value;
  const error = Math.hypot(top.standardError, bottom.standardError);
  const half = zOfLevel(about.level) * error;
  const estimate = { value, lower: value - half, upper: value + half, ...about };
  if (error > 0) return { estimate, p: twoSidedP(value / error) };
  return {
    estimate: { ...estimate, reason: 'No event before the horizon: there is no error to test with.' },
    p: null,
  };
}

/**
 * Compare the restricted means of two groups.
 *
 * @param treated Follow-up of the group of interest.
 * @param control Follow-up of the group it is compared with.
 * @throws StatsError `survival/horizon` when either group was not followed to the horizon.
 * @see Uno et al., J Clin Oncol 32 (2014) 2380-2385; R survRM2::rmst2.
 */
export function compareRestrictedMeans(
  treated: FollowUp,
  control: FollowUp,
  options: RestrictedMeanOptions,
): RestrictedMeanComparison {
  const { horizonMonths, level } = checkOptions(options, DEFAULTS);
  const [one, zero] = [restrictedMean(treated, options), restrictedMean(control, options)];
  const kept = ({ mean, standardError }: RestrictedMean): Part => ({ value: mean.value!, standardError });
  const lost = ({ lostMonths, standardError }: RestrictedMean): Part => ({
    value: lostMonths,
    standardError,
  });
  const about = (what: string) => ({
    level,
    method: `${what} of restricted means to ${horizonMonths} months`,
  });
  return {
    horizonMonths,
    treated: one,
    control: zero,
    difference: differenceContrast(kept(one), kept(zero), about('Difference')),
    ratio: ratioContrast(kept(one), kept(zero), about('Ratio')),
    lostRatio: ratioContrast(lost(one), lost(zero), about('Ratio of time lost,')),
  };
}
