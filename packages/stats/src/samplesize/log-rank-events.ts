/**
 * How many events a comparison of two survival curves needs.
 *
 * Reads a hazard ratio, power and level, gives unrounded events by two formulas. Knows nothing of how fast events come.
 */
import { checkOptions } from '../options.ts';
import { ERROR_RATES, type ErrorRates, rateQuantiles } from './error-rates.ts';
import { requireAboveZero } from './ranges.ts';

/** Events of a log-rank test. */
export interface LogRankEvents {
  /** Schoenfeld's number, from the log hazard ratio. */
  readonly schoenfeld: number;
  /** Freedman's number, from the hazard ratio itself; the more cautious one when it is below 1. */
  readonly freedman: number;
}

/** The difference that a log-rank test is to find. */
export interface LogRankPlan extends ErrorRates {
  /** Hazard ratio, above 0 and not 1. */
  readonly hazardRatio: number;
  /** Patients of the experimental arm for one control. Default 1. */
  readonly ratio?: number;
}

const DEFAULTS = Object.freeze({ hazardRatio: undefined, ratio: 1, ...ERROR_RATES });

/**
 * Events that a log-rank test needs.
 *
 * @param plan The hazard ratio to find and the error rates.
 * @throws StatsError `samplesize/range`.
 * @example
 * logRankEvents({ hazardRatio: 0.7 }).schoenfeld; // 246.8
 * @see Schoenfeld, Biometrika 68 (1981) 316-319; Freedman, Stat Med 1 (1982) 121-129.
 */
export function logRankEvents(plan: LogRankPlan): LogRankEvents {
  const chosen = checkOptions(plan, DEFAULTS);
  const { hazardRatio, ratio } = chosen;
  requireAboveZero({ hazardRatio, ratio, 'distance of the hazard ratio from 1': Math.abs(hazardRatio - 1) });
  const z = rateQuantiles(chosen);
  const square = (z.alpha + z.power) ** 2 / ratio;
  return {
    schoenfeld: (square * (1 + ratio) ** 2) / Math.log(hazardRatio) ** 2,
    freedman: (square * (1 + ratio * hazardRatio) ** 2) / (1 - hazardRatio) ** 2,
  };
}
