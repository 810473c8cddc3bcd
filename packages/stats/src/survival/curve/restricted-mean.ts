/**
 * How long patients are free of the event on average, up to a horizon.
 *
 * Reads follow-up and a horizon, gives the restricted mean and its comparison between two groups. Needs no
 * proportional hazards. Refuses a horizon that follow-up does not reach, because nothing is known there.
 */
import { StatsError } from '../../errors.ts';
import { checkOptions } from '../../options.ts';
import type { Estimate, FollowUp } from '../../types.ts';
import { requireFollowUp } from '../follow-up/follow-up.ts';
import { lifeTable } from '../follow-up/life-table.ts';
import { zOfLevel } from '../follow-up/probability.ts';

/** What `restrictedMean` needs beside follow-up. */
export interface RestrictedMeanOptions {
  /** Horizon in months, above 0 and at most the longest follow-up. */
  readonly horizonMonths: number;
  /** Coverage of the interval. Default 0.95. */
  readonly level?: number;
}

/** What restricted means take, with the defaults. */
export const RESTRICTED_MEAN_DEFAULTS = Object.freeze({ horizonMonths: undefined, level: 0.95 });

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
  const { horizonMonths, level } = checkOptions(options, RESTRICTED_MEAN_DEFAULTS);
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
