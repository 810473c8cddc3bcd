/**
 * Which share of patients has had each kind of event by each time.
 *
 * Reads follow-up with competing events, gives Aalen-Johansen probabilities with two errors. One minus Kaplan-Meier
 * would overstate them. Knows nothing of groups: call it once for each.
 */
import { type CompetingFollowUp, causesOf, checkCompeting } from './follow-up.ts';
import { eventsOf, grayVariance, incidenceError, survivalError, tabulate } from './incidence-error.ts';

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
