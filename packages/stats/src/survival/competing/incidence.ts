/**
 * Which share of patients has had each kind of event by each time.
 *
 * Reads follow-up with competing events, gives Aalen-Johansen probabilities with two errors. One minus Kaplan-Meier
 * would overstate them. Knows nothing of groups: call it once for each.
 */
import { checkOptions } from '../../options.ts';
import type { Estimate } from '../../types.ts';
import { countBelow, type Runs, runsOfTies, TIME_TOLERANCE } from '../follow-up/order.ts';
import { zOfLevel } from '../follow-up/probability.ts';
import { type CompetingFollowUp, causesOf, checkCompeting } from './follow-up.ts';

/** Cumulative incidence of one kind of event. Arrays have one value a distinct time. */
export interface CauseIncidence {
  /** Number of the cause. */
  readonly cause: number;
  /** Share with this event just after each time. */
  readonly incidence: Float64Array;
  /** Infinitesimal-jackknife standard error. */
  readonly standardError: Float64Array;
  /** Variance by Gray's formula, as cmprsk gives it. */
  readonly grayVariance: Float64Array;
}

/** Aalen-Johansen probabilities of one group. */
export interface CumulativeIncidence {
  /** Distinct follow-up times, ascending. */
  readonly times: Float64Array;
  /** Number at risk just before each time. */
  readonly atRisk: Float64Array;
  /** Share free of any event just after each time. */
  readonly eventFree: Float64Array;
  /** Its infinitesimal-jackknife standard error. */
  readonly eventFreeError: Float64Array;
  /** One curve a cause, in ascending order. */
  readonly causes: readonly CauseIncidence[];
  /** Number of patients. */
  readonly n: number;
}

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

function tabulate(followUp: CompetingFollowUp): Table {
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

function eventsOf(followUp: CompetingFollowUp, table: Table, cause: number): Float64Array {
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
function survivalError(followUp: CompetingFollowUp, table: Table): Float64Array {
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
function incidenceError(
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
function grayVariance(table: Table, own: Float64Array, incidence: Float64Array): Float64Array {
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

/**
 * Aalen-Johansen cumulative incidence of every kind of event in one group.
 *
 * @param followUp Months and causes of n patients.
 * @throws StatsError `survival/time`, `input/length`, `input/empty`.
 * @example
 * cumulativeIncidence({ months: Float64Array.of(1, 2, 3), cause: Uint8Array.of(1, 2, 0) }).causes[0].incidence;
 * @see Aalen and Johansen, Scand J Stat 5 (1978) 141-150; Gray, Ann Stat 16 (1988) 1141-1154; R survfit, cmprsk.
 */
export function cumulativeIncidence(followUp: CompetingFollowUp): CumulativeIncidence {
  checkCompeting(followUp);
  const table = tabulate(followUp);
  const causes = causesOf(followUp).map((cause): CauseIncidence => {
    const events = eventsOf(followUp, table, cause);
    let share = 0;
    const incidence = events.map((count, i) => {
      share += (table.before[i]! * count) / table.atRisk[i]!;
      return share;
    });
    return {
      cause,
      incidence,
      standardError: incidenceError(followUp, table, { cause, events, incidence }),
      grayVariance: grayVariance(table, events, incidence),
    };
  });
  return {
    times: table.runs.values,
    atRisk: table.atRisk,
    eventFree: table.after,
    eventFreeError: survivalError(followUp, table),
    causes,
    n: followUp.months.length,
  };
}

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
