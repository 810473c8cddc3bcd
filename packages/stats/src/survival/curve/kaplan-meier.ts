/**
 * Which share of patients is free of the event at each time, and how surely.
 *
 * Reads follow-up, gives the product-limit curve with pointwise limits and quantiles. Knows nothing of groups:
 * call it once for each.
 */

import { StatsError } from '../../errors.ts';
import { checkOptions, requireKnown, requireLevel } from '../../options.ts';
import type { Estimate, FollowUp } from '../../types.ts';
import { type ConfidenceScale, survivalLimits } from '../follow-up/confidence.ts';
import { checkedWeights, lifeTable, requireFollowUp } from '../follow-up/follow-up.ts';
import { countBelow } from '../follow-up/order.ts';
import { normalQuantile } from '../follow-up/probability.ts';
import { curveQuantile } from './quantiles.ts';

/** How `kaplanMeier` computes limits. */
export interface KaplanMeierOptions {
  /** Scale on which the limits are symmetric, by R's names. Default 'log-log'; R's own default is 'log'. */
  readonly confidenceScale?: ConfidenceScale;
  /** Coverage of the limits, between 0 and 1. Default 0.95. */
  readonly level?: number;
  /** Case weights >= 0, one a patient. Default 1. Weights of 2 mean two such patients. */
  readonly weights?: ArrayLike<number>;
}

const DEFAULTS = Object.freeze({ confidenceScale: 'log-log', level: 0.95, weights: undefined });

/** A Kaplan-Meier curve. Every array has one value a distinct event or censoring time. */
export interface KaplanMeier {
  /** Distinct times, ascending. */
  readonly times: Float64Array;
  /** Weight of the patients at risk just before each time. */
  readonly atRisk: Float64Array;
  /** Weight of the events at each time. */
  readonly events: Float64Array;
  /** Weight of the censorings at each time. */
  readonly censored: Float64Array;
  /** Share free of the event just after each time. */
  readonly survival: Float64Array;
  /** Lower limit; null where undefined (survival 0, or 1 on a scale that has no 1). */
  readonly lower: readonly (number | null)[];
  /** Upper limit; null as `lower`. */
  readonly upper: readonly (number | null)[];
  /** Standard error of log survival (R's std.err); Infinity once survival is 0, where nothing finite is true. */
  readonly standardErrorLog: Float64Array;
  /** Nelson-Aalen cumulative hazard. */
  readonly cumulativeHazard: Float64Array;
  /** Standard error of the cumulative hazard. */
  readonly cumulativeHazardError: Float64Array;
  /** First time that survival falls below one half. */
  readonly median: Estimate;
  /** Sum of the weights (the number of patients when there are none). */
  readonly n: number;
  /** Weight of all events. */
  readonly totalEvents: number;
  /** Scale of the limits. */
  readonly confidenceScale: ConfidenceScale;
  /** Coverage of the limits. */
  readonly level: number;
}

function productLimit(atRisk: Float64Array, events: Float64Array) {
  const k = atRisk.length;
  const survival = new Float64Array(k);
  const standardErrorLog = new Float64Array(k);
  const cumulativeHazard = new Float64Array(k);
  const cumulativeHazardError = new Float64Array(k);
  let share = 1;
  let greenwood = 0;
  let hazard = 0;
  let hazardVariance = 0;
  for (let i = 0; i < k; i++) {
    const [risk, dead] = [atRisk[i]!, events[i]!];
    if (dead > 0) {
      share *= (risk - dead) / risk;
      greenwood += dead / (risk * (risk - dead));
      hazard += dead / risk;
      hazardVariance += dead / (risk * risk);
    }
    survival[i] = share;
    standardErrorLog[i] = Math.sqrt(greenwood);
    cumulativeHazard[i] = hazard;
    cumulativeHazardError[i] = Math.sqrt(hazardVariance);
  }
  return { survival, standardErrorLog, cumulativeHazard, cumulativeHazardError };
}

/**
 * The Kaplan-Meier curve of one group, with Greenwood's variance.
 *
 * @param followUp Months and events of n patients.
 * @returns Curve, limits and the median; the median is null with a reason when survival stays above one half.
 * @throws StatsError `survival/time`, `survival/event`, `survival/weights`, `input/length`, `input/option`.
 * @example
 * kaplanMeier({ months: Float64Array.of(2, 5, 7), observed: Uint8Array.of(1, 0, 1) }).survival; // 0.667, 0.667, 0
 * @see Kaplan and Meier, J Am Stat Assoc 53 (1958) 457-481; R survival::survfit.
 */
export function kaplanMeier(followUp: FollowUp, options: KaplanMeierOptions = {}): KaplanMeier {
  const chosen = checkOptions(options, DEFAULTS);
  const { confidenceScale, level } = chosen;
  requireFollowUp(followUp);
  requireLevel(level);
  const weights = chosen.weights && checkedWeights(chosen.weights, followUp.months.length);
  const table = lifeTable(followUp, weights);
  const curve = productLimit(table.atRisk, table.events);
  const limits = survivalLimits(curve.survival, curve.standardErrorLog, {
    confidenceScale,
    z: normalQuantile(1 - (1 - level) / 2),
  });
  const { times, atRisk, events, censored } = table;
  const partial = { times, atRisk, events, censored, ...curve, ...limits, confidenceScale, level };
  return {
    ...partial,
    n: atRisk[0]!,
    totalEvents: events.reduce((sum, dead) => sum + dead, 0),
    median: curveQuantile(partial, 0.5),
  };
}

/**
 * The time by which a share of the patients has had the event.
 *
 * @param curve From `kaplanMeier`.
 * @param probability Share with the event, in (0, 1); 0.5 gives the median.
 * @returns The time with limits from inverting the pointwise limits of the curve; null with a reason when not reached.
 * @see Brookmeyer and Crowley, Biometrics 38 (1982) 29-41; R quantile.survfit (middle of a flat stretch).
 */
export function kaplanMeierQuantile(curve: KaplanMeier, probability: number): Estimate {
  if (!(probability > 0 && probability < 1))
    throw new StatsError('input/option', {
      found: `Found a quantile of ${probability}.`,
      needed: 'Needed a share between 0 and 1.',
      remedy: 'Use 0.5 for the median.',
    });
  return curveQuantile(curve, probability);
}

/** A Kaplan-Meier curve read at one time. */
export interface SurvivalAt {
  /** The time asked for, in months. */
  readonly months: number;
  /** Weight of the patients whose follow-up reaches this time. */
  readonly atRisk: number;
  /** Share free of the event, with limits. */
  readonly survival: Estimate;
  /** Greenwood's standard error of the share; null once the share is 0. */
  readonly standardError: number | null;
}

/**
 * Read a curve at given times; past its end the last value is carried on, with 0 patients at risk.
 *
 * @param curve From `kaplanMeier`.
 * @param months Times >= 0.
 */
export function survivalAt(curve: KaplanMeier, months: readonly number[]): SurvivalAt[] {
  return months.map((month) => {
    const reached = countBelow(curve.times, month, true) - 1;
    const later = countBelow(curve.times, month);
    const first = reached < 0;
    const value = first ? 1 : curve.survival[reached]!;
    const lower = first && curve.confidenceScale !== 'none' ? 1 : (curve.lower[reached] ?? null);
    const upper = first && curve.confidenceScale !== 'none' ? 1 : (curve.upper[reached] ?? null);
    const method = `Kaplan-Meier, ${curve.confidenceScale} limits`;
    return {
      months: month,
      atRisk: curve.atRisk[later] ?? 0,
      survival: {
        value,
        lower,
        upper,
        level: curve.level,
        method,
        ...(lower === null
          ? { reason: `Limits on the ${curve.confidenceScale} scale are not defined here.` }
          : {}),
      },
      standardError: first ? 0 : value === 0 ? null : value * curve.standardErrorLog[reached]!,
    };
  });
}

/**
 * How many patients are still followed just before each time, for the row under a survival plot.
 *
 * @param followUp Months and events of n patients.
 * @param timesMonths Times >= 0.
 * @throws StatsError `survival/time`, `survival/event`, `input/length`.
 * @example
 * numbersAtRisk({ months: Float64Array.of(2, 5, 7), observed: Uint8Array.of(1, 0, 1) }, [0, 5, 6]); // 3, 2, 1
 */
export function numbersAtRisk(followUp: FollowUp, timesMonths: readonly number[]): number[] {
  requireFollowUp(followUp);
  const { times, atRisk } = lifeTable(followUp);
  return timesMonths.map((time) => atRisk[countBelow(times, time)] ?? 0);
}

/**
 * Median follow-up by the reverse Kaplan-Meier method: the event and the censoring change places.
 *
 * @param followUp Months and events of n patients.
 * @returns Median months with limits; null with a reason when fewer than half would be censored.
 * @see Schemper and Smith, Control Clin Trials 17 (1996) 343-346.
 */
export function medianFollowUp(followUp: FollowUp, options: KaplanMeierOptions = {}): Estimate {
  requireKnown(options, DEFAULTS);
  requireFollowUp(followUp);
  const reversed = { months: followUp.months, observed: followUp.observed.map((mark) => 1 - mark) };
  const { median } = kaplanMeier(reversed, options);
  return { ...median, method: `Median follow-up, reverse ${median.method}` };
}
