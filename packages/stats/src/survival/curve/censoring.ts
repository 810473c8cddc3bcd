/**
 * How likely a patient is to be still followed at each time, and how sure that is.
 *
 * Reads follow-up, gives the reverse Kaplan-Meier curve in which events leave the risk set before censorings at a
 * tied time, and the influence of each patient on weights 1 / G. Assumes that censoring does not depend on covariates.
 */
import type { FollowUp } from '../../types.ts';
import { lifeTable } from '../follow-up/follow-up.ts';
import { ascendingOrder, countBelow, runOfEach } from '../follow-up/order.ts';

/** The distribution of time to censoring. */
export interface CensoringCurve {
  /** Distinct follow-up times, ascending. */
  readonly times: Float64Array;
  /** Probability of being uncensored just before each time. */
  readonly before: Float64Array;
  /** Probability of being uncensored just after each time. */
  readonly after: Float64Array;
  /** Place of each patient's time in `times`. */
  readonly place: Uint32Array;
  /** Number at risk just before each time. */
  readonly atRisk: Float64Array;
  /** Censorings at each time. */
  readonly censored: Float64Array;
}

/**
 * Reverse Kaplan-Meier estimate of the censoring distribution.
 *
 * @param followUp Checked follow-up; any event counts as observed.
 * @see Graf et al., Stat Med 18 (1999) 2529-2545; R prodlim(reverse = TRUE).
 */
export function censoringCurve(followUp: FollowUp): CensoringCurve {
  const { runs, times, atRisk, events, censored } = lifeTable(followUp);
  const before = new Float64Array(times.length);
  const after = new Float64Array(times.length);
  let share = 1;
  for (let i = 0; i < times.length; i++) {
    before[i] = share;
    if (censored[i]! > 0) share *= 1 - censored[i]! / (atRisk[i]! - events[i]!);
    after[i] = share;
  }
  return { times, before, after, place: runOfEach(runs), atRisk, censored };
}

/** Probability of being uncensored just after a time that need not be a follow-up time. */
export function uncensoredAt(curve: CensoringCurve, months: number): number {
  const reached = countBelow(curve.times, months, true) - 1;
  return reached < 0 ? 1 : curve.after[reached]!;
}

/**
 * How tied follow-up times enter the error of G: 'joined' takes them as one time, so that the order of patients does
 * not matter; 'row-order' takes them one after the other as they stand in the table, as timeROC does.
 */
export type CensoringTies = 'joined' | 'row-order';

/** Steps along which the censoring martingale is added up: distinct times, or single rows. */
export interface CensoringSteps {
  /** Step of each patient's follow-up. */
  readonly step: Uint32Array;
  /** Step at which a patient's own censoring is counted. */
  readonly jump: Uint32Array;
  /** Number at risk at each step. */
  readonly atRisk: Float64Array;
  /** Censorings at each step. */
  readonly censored: Float64Array;
  /** Where a weight 1 / G(T-) of each patient stands: it depends on the censorings at steps up to here. */
  readonly weightStep: Int32Array;
  /** The last step at or before a time, or -1. */
  readonly lastBy: (months: number) => number;
}

/** Steps for one way of treating ties. */
export function censoringSteps(
  curve: CensoringCurve,
  followUp: FollowUp,
  ties: CensoringTies,
): CensoringSteps {
  if (ties === 'joined')
    return {
      step: curve.place,
      jump: curve.place,
      atRisk: curve.atRisk,
      censored: curve.censored,
      weightStep: Int32Array.from(curve.place, (place) => place - 1),
      lastBy: (months) => countBelow(curve.times, months, true) - 1,
    };
  const n = curve.place.length;
  const order = ascendingOrder(followUp.months);
  const step = new Uint32Array(n);
  const jump = new Uint32Array(n);
  const censored = new Float64Array(n);
  let first = 0;
  order.forEach((patient, row) => {
    if (row > 0 && followUp.months[patient] !== followUp.months[order[row - 1]!]) first = row;
    step[patient] = row;
    jump[patient] = first;
    censored[row] = 1 - followUp.observed[patient]!;
  });
  const sorted = Float64Array.from(order, (patient) => followUp.months[patient]!);
  return {
    step,
    jump,
    atRisk: Float64Array.from({ length: n }, (_, row) => n - row),
    censored,
    weightStep: Int32Array.from(step),
    lastBy: (months) => countBelow(sorted, months, true) - 1,
  };
}

/**
 * What each patient adds to a sum of weights 1 / G, through the estimate of G.
 *
 * For a sum over patients of a_i / G(T_i) the influence of patient k is the sum of a_i xi_k(T_i), where xi_k is the
 * integral of the censoring martingale of k over the share at risk.
 *
 * @param steps From `censoringSteps`.
 * @param mass Sum of a_i by step.
 * @param observed Events, one a patient.
 */
export function censoringInfluence(
  steps: CensoringSteps,
  mass: Float64Array,
  observed: Uint8Array,
): Float64Array {
  const { step, jump, atRisk, censored } = steps;
  const n = step.length;
  const from = new Float64Array(mass.length + 1);
  for (let i = mass.length - 1; i >= 0; i--) from[i] = from[i + 1]! + mass[i]!;
  const spent = new Float64Array(mass.length);
  let sum = 0;
  for (let i = 0; i < mass.length; i++) {
    sum += (n * censored[i]! * from[i]!) / atRisk[i]! ** 2;
    spent[i] = sum;
  }
  return Float64Array.from(step, (at, patient) => {
    const own = observed[patient] === 0 ? (n * from[jump[patient]!]!) / atRisk[jump[patient]!]! : 0;
    return own - spent[at]!;
  });
}
