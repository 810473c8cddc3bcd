/**
 * How every patient moves the estimated chance not to be censored.
 *
 * Reads the censoring curve, gives steps that statistics weighted by it add to their error.
 */
import type { FollowUp } from '../../types.ts';
import { ascendingOrder, countBelow } from '../follow-up/order.ts';
import type { CensoringCurve } from './censoring.ts';

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
