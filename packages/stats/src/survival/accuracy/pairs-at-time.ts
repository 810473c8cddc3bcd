/**
 * Who is a case and who a control at a time, and how their pairs rank.
 *
 * Reads risks, follow-up and the censoring curve, gives weighted counts of pairs. Knows no error.
 */
import type { FollowUp } from '../../types.ts';
import { type CensoringCurve, uncensoredAt } from '../curve/censoring.ts';
import type { CensoringSteps } from '../curve/censoring-influence.ts';

/** Who a patient with the event is compared with: those free of any event, or all who have not had this event. */
export type Controls = 'event-free' | 'not-case';

/** Cases and controls at one time, with their weights. */
export interface Sides {
  /** Weights of the cases, times n, by patient. */
  readonly cases: Float64Array;
  /** Weights of event-free controls, times n. */
  readonly free: Float64Array;
  /** Weights of controls with another event, times n. */
  readonly other: Float64Array;
}

/** What does not change from time to time. */
export interface AucProblem {
  readonly risk: Float64Array;
  readonly order: Uint32Array;
  readonly followUp: FollowUp;
  readonly curve: CensoringCurve;
  readonly steps: CensoringSteps;
  readonly otherCause: ArrayLike<number> | undefined;
  readonly controls: Controls;
  readonly eventAtTime: 'case' | 'left-out';
}

/** Who is a case and who a control at a time. */
export function sidesAt(
  problem: AucProblem,
  months: number,
): { sides: Sides; counts: [number, number, number] } {
  const { followUp, curve, otherCause, controls } = problem;
  const n = followUp.months.length;
  const sides = { cases: new Float64Array(n), free: new Float64Array(n), other: new Float64Array(n) };
  const counts: [number, number, number] = [0, 0, 0];
  const stillFollowed = uncensoredAt(curve, months);
  for (let i = 0; i < n; i++) {
    if (curve.times[curve.place[i]!]! > months) {
      sides.free[i] = 1 / stillFollowed;
      counts[1]++;
    } else if (followUp.observed[i] === 0) {
      counts[2]++;
    } else if (problem.eventAtTime === 'left-out' && curve.times[curve.place[i]!] === months) {
      counts[2]++;
    } else if (!otherCause?.[i]) {
      sides.cases[i] = 1 / curve.before[curve.place[i]!]!;
      counts[0]++;
    } else if (controls === 'not-case') {
      sides.other[i] = 1 / curve.before[curve.place[i]!]!;
      counts[1]++;
    }
  }
  return { sides, counts };
}

/** For each patient the weight of the other side that lies below, ties half, by one walk along the risks. */
function weightBelow(problem: AucProblem, weights: Float64Array): Float64Array {
  const { risk, order } = problem;
  const below = new Float64Array(weights.length);
  let sum = 0;
  for (let from = 0; from < order.length; ) {
    let [to, tied] = [from, 0];
    while (to < order.length && risk[order[to]!] === risk[order[from]!]) tied += weights[order[to++]!]!;
    for (; from < to; from++) below[order[from]!] = sum + tied / 2;
    sum += tied;
  }
  return below;
}

/** Sum of weights. */
export const totalWeight = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);

/** Parts of patients in the pairs they belong to, divided by n. */
interface PairParts {
  readonly ofCase: Float64Array;
  readonly ofFree: Float64Array;
  readonly ofOther: Float64Array;
  readonly theta: number;
}

/** For each patient the weight of the pairs it wins, a tie counting half. */
export function pairParts(problem: AucProblem, sides: Sides): PairParts {
  const n = sides.cases.length;
  const controls = sides.free.map((weight, i) => weight + sides.other[i]!);
  const controlsBelow = weightBelow(problem, controls);
  const casesBelow = weightBelow(problem, sides.cases);
  const allCases = totalWeight(sides.cases);
  const ofCase = sides.cases.map((weight, i) => (weight * controlsBelow[i]!) / n);
  const ofControl = (weights: Float64Array) =>
    weights.map((weight, i) => (weight * (allCases - casesBelow[i]!)) / n);
  return {
    ofCase,
    ofFree: ofControl(sides.free),
    ofOther: ofControl(sides.other),
    theta: totalWeight(ofCase) / n,
  };
}
