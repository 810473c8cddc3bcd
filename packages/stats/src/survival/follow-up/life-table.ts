/**
 * Who was at risk, had the event or left, time by time.
 *
 * Reads follow-up, gives counts or sums of weights. Knows no curve.
 */
import type { FollowUp } from '../../types.ts';
import { type Runs, runsOfTies, TIME_TOLERANCE } from './ties.ts';

/** Patients at risk, events and censorings at each distinct time. */
export interface LifeTable {
  /** Patients sorted by time; `starts` cuts them into distinct times. */
  readonly runs: Runs;
  /** Distinct times, ascending. Length k. */
  readonly times: Float64Array;
  /** Weight of the patients whose time is this one or later. Length k. */
  readonly atRisk: Float64Array;
  /** Weight of the events at this time. Length k. */
  readonly events: Float64Array;
  /** Weight of the censorings at this time. Length k. */
  readonly censored: Float64Array;
}

/**
 * Count patients at risk, events and censorings at each distinct time.
 *
 * @param followUp Checked follow-up.
 * @param weights Case weights >= 0. Default 1.
 */
export function lifeTable(followUp: FollowUp, weights?: Float64Array): LifeTable {
  const runs = runsOfTies(followUp.months, TIME_TOLERANCE);
  const k = runs.values.length;
  const atRisk = new Float64Array(k);
  const events = new Float64Array(k);
  const censored = new Float64Array(k);
  let left = 0;
  for (let r = k - 1; r >= 0; r--) {
    for (let place = runs.starts[r]!; place < runs.starts[r + 1]!; place++) {
      const patient = runs.order[place]!;
      const weight = weights ? weights[patient]! : 1;
      left += weight;
      if (followUp.observed[patient] === 1) events[r]! += weight;
      else censored[r]! += weight;
    }
    atRisk[r] = left;
  }
  return { runs, times: runs.values, atRisk, events, censored };
}
