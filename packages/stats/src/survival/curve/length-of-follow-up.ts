/**
 * How long patients were followed.
 *
 * Reads follow-up, gives numbers at risk and the median by the reverse curve. Knows no group.
 */
import type { Estimate, FollowUp } from '../../types.ts';
import { requireFollowUp } from '../follow-up/follow-up.ts';
import { lifeTable } from '../follow-up/life-table.ts';
import { countBelow } from '../follow-up/order.ts';
import { type KaplanMeierOptions, kaplanMeier } from './kaplan-meier.ts';

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
  requireFollowUp(followUp);
  const reversed = { months: followUp.months, observed: followUp.observed.map((mark) => 1 - mark) };
  const { median } = kaplanMeier(reversed, options);
  return { ...median, method: `Median follow-up, reverse ${median.method}` };
}
