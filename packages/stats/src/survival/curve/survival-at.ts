/**
 * A Kaplan-Meier curve read at given times.
 *
 * Reads the curve, gives shares with limits; past its end the last value is carried on.
 */
import type { Estimate } from '../../types.ts';
import { countBelow } from '../follow-up/order.ts';
import type { KaplanMeier } from './kaplan-meier.ts';

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
