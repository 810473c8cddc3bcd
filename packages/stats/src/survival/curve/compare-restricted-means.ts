/**
 * How much longer one group stays free of the event up to a horizon.
 *
 * Reads follow-up of two groups, gives difference and ratios of restricted means. Assumes no proportional hazards.
 */
import { checkOptions } from '../../options.ts';
import type { Estimate, FollowUp } from '../../types.ts';
import { twoSidedP, zOfLevel } from '../follow-up/probability.ts';
import {
  RESTRICTED_MEAN_DEFAULTS,
  type RestrictedMean,
  type RestrictedMeanOptions,
  restrictedMean,
} from './restricted-mean.ts';

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
  const { horizonMonths, level } = checkOptions(options, RESTRICTED_MEAN_DEFAULTS);
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
