/**
 * Which share of patients is free of the event at each time, and how surely.
 *
 * Reads follow-up, gives the product-limit curve with pointwise limits and quantiles. Knows nothing of groups:
 * call it once for each.
 */
import { StatsError } from '../../errors.ts';
import { checkOptions, requireLevel } from '../../options.ts';
import type { Estimate, FollowUp } from '../../types.ts';
import { type ConfidenceScale, survivalLimits } from '../follow-up/confidence.ts';
import { requireFollowUp } from '../follow-up/follow-up.ts';
import { lifeTable } from '../follow-up/life-table.ts';
import { normalQuantile } from '../follow-up/probability.ts';
import { checkedWeights } from '../follow-up/values.ts';
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
