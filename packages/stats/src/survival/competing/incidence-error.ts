/**
 * How sure a cumulative incidence is.
 *
 * Reads follow-up with its causes, gives standard errors by the infinitesimal jackknife and by Gray's formula.
 */
import { type Runs, runsOfTies, TIME_TOLERANCE } from '../follow-up/ties.ts';
import type { CompetingFollowUp } from './follow-up.ts';

/** Counts at each distinct time. */
interface Table {
  readonly runs: Runs;
  readonly atRisk: Float64Array;
  /** Events of any kind. */
  readonly events: Float64Array;
  /** Kaplan-Meier survival of any event before and after each time. */
  readonly before: Float64Array;
  readonly after: Float64Array;
}

/** Who is at risk, time by time, with survival of any event. */
export function tabulate(followUp: CompetingFollowUp): Table {
  const runs = runsOfTies(followUp.months, TIME_TOLERANCE);
  const k = runs.values.length;
  const table = {
    runs,
    atRisk: new Float64Array(k),
    events: new Float64Array(k),
    before: new Float64Array(k),
    after: new Float64Array(k),
  };
  let share = 1;
  for (let i = 0; i < k; i++) {
    table.atRisk[i] = runs.order.length - runs.starts[i]!;
    for (let place = runs.starts[i]!; place < runs.starts[i + 1]!; place++)
      if (followUp.cause[runs.order[place]!]! > 0) table.events[i]!++;
    table.before[i] = share;
    share *= (table.atRisk[i]! - table.events[i]!) / table.atRisk[i]!;
    table.after[i] = share;
  }
  return table;
}

/** Events of one cause at every time. */
export function eventsOf(followUp: CompetingFollowUp, table: Table, cause: number): Float64Array {
  const { runs } = table;
  const events = new Float64Array(runs.values.length);
  for (let i = 0; i < events.length; i++)
    for (let place = runs.starts[i]!; place < runs.starts[i + 1]!; place++)
      if (followUp.cause[runs.order[place]!] === cause) events[i]!++;
  return events;
}

/** Influence on the logarithm of survival: what being at risk adds, and what an event at a time takes. */
function survivalInfluence(table: Table): { atRisk: Float64Array; event: Float64Array } {
  const k = table.atRisk.length;
  const atRisk = new Float64Array(k);
  const event = new Float64Array(k);
  let sum = 0;
  for (let i = 0; i < k; i++) {
    const left = table.atRisk[i]! - table.events[i]!;
    if (left > 0) {
      sum += table.events[i]! / (table.atRisk[i]! * left);
      event[i] = 1 / left;
    }
    atRisk[i] = sum;
  }
  return { atRisk, event };
}

/** Infinitesimal-jackknife error of survival itself. */
export function survivalError(followUp: CompetingFollowUp, table: Table): Float64Array {
  const { runs } = table;
  const influence = survivalInfluence(table);
  const error = new Float64Array(table.atRisk.length);
  let gone = 0;
  for (let i = 0; i < error.length; i++) {
    for (let place = runs.starts[i]!; place < runs.starts[i + 1]!; place++) {
      const event = followUp.cause[runs.order[place]!]! > 0 ? influence.event[i]! : 0;
      gone += (influence.atRisk[i]! - event) ** 2;
    }
    const still = runs.order.length - runs.starts[i + 1]!;
    error[i] = table.after[i]! * Math.sqrt(gone + still * influence.atRisk[i]! ** 2);
  }
  return error;
}

/**
 * Infinitesimal-jackknife error of one incidence curve.
 *
 * A patient who left at T moves the curve at t by a constant plus a slope times the incidence since T; the sums of
 * their squares are kept, so that the whole curve takes one pass.
 */
export function incidenceError(
  followUp: CompetingFollowUp,
  table: Table,
  curve: { cause: number; events: Float64Array; incidence: Float64Array },
): Float64Array {
  const { runs, atRisk, before } = table;
  const influence = survivalInfluence(table);
  const error = new Float64Array(atRisk.length);
  let [staying, constants, crossed, slopes] = [0, 0, 0, 0];
  for (let i = 0; i < error.length; i++) {
    const step = (before[i]! * curve.events[i]!) / atRisk[i]!;
    staying += step * ((i > 0 ? influence.atRisk[i - 1]! : 0) - 1 / atRisk[i]!);
    for (let place = runs.starts[i]!; place < runs.starts[i + 1]!; place++) {
      const kind = followUp.cause[runs.order[place]!]!;
      const slope = influence.atRisk[i]! - (kind > 0 ? influence.event[i]! : 0);
      const jump = kind === curve.cause ? before[i]! / atRisk[i]! : 0;
      const constant = staying + jump - slope * curve.incidence[i]!;
      constants += constant * constant;
      crossed += constant * slope;
      slopes += slope * slope;
    }
    const still = runs.order.length - runs.starts[i + 1]!;
    const share = curve.incidence[i]!;
    const variance = constants + 2 * crossed * share + slopes * share * share + still * staying * staying;
    error[i] = Math.sqrt(Math.max(0, variance));
  }
  return error;
}

/** Variance by Gray's formula: each event's binomial variance times the square of what it does to the curve later. */
export function grayVariance(table: Table, own: Float64Array, incidence: Float64Array): Float64Array {
  const { atRisk, events, before, after } = table;
  const variance = new Float64Array(own.length);
  let [constants, crossed, slopes, last] = [0, 0, 0, 0];
  const add = (count: number, at: number, isOwn: boolean): void => {
    const risk = atRisk[at]!;
    const tied = count > 1 ? 1 - (count - 1) / (risk - 1) : 1;
    const weight = (before[at]! ** 2 * tied * count) / (risk * risk);
    const slope = after[at]! > 0 ? 1 / after[at]! : 0;
    const constant = (isOwn ? 1 : 0) + slope * incidence[at]!;
    constants += weight * constant * constant;
    crossed += weight * constant * slope;
    slopes += weight * slope * slope;
  };
  for (let i = 0; i < own.length; i++) {
    const others = events[i]! - own[i]!;
    if (others > 0 && after[i]! > 0) add(others, i, false);
    if (own[i]! > 0) {
      add(own[i]!, i, true);
      last = constants + incidence[i]! ** 2 * slopes - 2 * incidence[i]! * crossed;
    }
    variance[i] = last;
  }
  return variance;
}
