/**
 * Time as a test of proportional hazards sees it.
 *
 * Reads follow-up of a Cox model, gives one number for every event time. Knows no coefficient.
 */
import { lifeTable } from '../follow-up/life-table.ts';
import { countBelow } from '../follow-up/order.ts';
import type { CoxDesign } from './design.ts';

/**
 * Function of time that a hazard ratio may follow, by R's names. 'km' is 1 - Kaplan-Meier just before the time;
 * 'rank' is the mid-rank among all follow-up times, censored ones as well.
 */
export type TimeTransform = 'km' | 'rank' | 'identity' | 'log';

/** The transformed time of each run. */
export function transformedTimes(design: CoxDesign, transform: TimeTransform): Float64Array {
  const { runTimes } = design.timed;
  if (transform === 'identity') return Float64Array.from(runTimes);
  if (transform === 'log') return runTimes.map((time) => Math.log(time));
  const table = lifeTable(design.data.followUp);
  const byTime = new Float64Array(table.times.length);
  let [share, before] = [1, 0];
  for (let i = 0; i < byTime.length; i++) {
    const dead = table.events[i]!;
    const here = dead + table.censored[i]!;
    byTime[i] = transform === 'km' ? 1 - share : before + (here + 1) / 2;
    share *= (table.atRisk[i]! - dead) / table.atRisk[i]!;
    before += here;
  }
  return runTimes.map((time) => byTime[countBelow(table.times, time)]!);
}
