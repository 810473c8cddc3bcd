/**
 * A cumulative incidence read at one time, with limits.
 *
 * Reads a curve from `cumulativeIncidence`. Nothing is carried on beyond follow-up.
 */
import { checkOptions } from '../../options.ts';
import type { Estimate } from '../../types.ts';
import { countBelow } from '../follow-up/order.ts';
import { zOfLevel } from '../follow-up/probability.ts';
import type { CumulativeIncidence } from './incidence.ts';

/** Where `incidenceAt` reads the curve. */
export interface IncidenceAtOptions {
  /** Time in months, 0 or more. */
  readonly months: number;
  /** Confidence level. Default 0.95. */
  readonly level?: number;
}

const AT_DEFAULTS = Object.freeze({ months: undefined, level: 0.95 });

/**
 * Cumulative incidence of one cause at one time, with limits on the log-log scale.
 *
 * @param curve From `cumulativeIncidence`.
 * @param cause Number of the cause.
 * @param at Time and confidence level.
 * @returns Null with a reason beyond follow-up or for a cause that did not occur.
 */
export function incidenceAt(curve: CumulativeIncidence, cause: number, at: IncidenceAtOptions): Estimate {
  const { months, level } = checkOptions(at, AT_DEFAULTS);
  const method = 'Aalen-Johansen, complementary log-log limits, infinitesimal jackknife';
  const found = curve.causes.find((one) => one.cause === cause);
  const none = (reason: string): Estimate => ({
    value: null,
    lower: null,
    upper: null,
    level,
    method,
    reason,
  });
  if (months > curve.times[curve.times.length - 1]!) return none('Follow-up does not reach this time.');
  if (!found) return none(`No event of cause ${cause} was seen.`);
  const place = countBelow(curve.times, months, true) - 1;
  const value = place < 0 ? 0 : found.incidence[place]!;
  const error = place < 0 ? 0 : found.standardError[place]!;
  if (value <= 0 || value >= 1)
    return { value, lower: null, upper: null, level, method, reason: 'Limits are not defined at 0 or 1.' };
  const width = (zOfLevel(level) * error) / ((1 - value) * Math.log(1 - value));
  const limit = (side: 1 | -1) => 1 - (1 - value) ** Math.exp(side * width);
  return { value, lower: limit(1), upper: limit(-1), level, method };
}
