/**
 * How well a risk separates patients with the event by a time from those without.
 *
 * Reads risks and follow-up, gives cumulative/dynamic AUCs weighted against censoring, with errors from influence
 * functions that include the estimate of the censoring distribution. Knows nothing of calibration.
 */

import { StatsError } from '../../errors.ts';
import { checkOptions } from '../../options.ts';
import type { Estimate, FollowUp } from '../../types.ts';
import {
  type CensoringCurve,
  type CensoringSteps,
  type CensoringTies,
  censoringCurve,
  censoringInfluence,
  censoringSteps,
  uncensoredAt,
} from '../curve/censoring.ts';
import { checkValues, requireFollowUp } from '../follow-up/follow-up.ts';
import { ascendingOrder } from '../follow-up/order.ts';
import { twoSidedP, zOfLevel } from '../follow-up/probability.ts';

/** Who a patient with the event is compared with: those free of any event, or all who have not had this event. */
export type Controls = 'event-free' | 'not-case';

/** What `timeDependentAuc` needs beside risk and follow-up. */
export interface TimeDependentAucOptions {
  /** Times in months, each above 0. */
  readonly months: readonly number[];
  /** 1 where the event seen is of another cause. Length n. Default none. */
  readonly otherCause?: ArrayLike<number>;
  /** Who counts as control when there are other causes. Default 'event-free'. */
  readonly controls?: Controls;
  /** Coverage. Default 0.95. */
  readonly level?: number;
  /** How tied times enter the error. Default 'joined'; 'row-order' gives timeROC's digits. */
  readonly censoringTies?: CensoringTies;
  /** What an event exactly at the time is. Default 'case'; 'left-out' as timeROC does. */
  readonly eventAtTime?: 'case' | 'left-out';
}

const DEFAULTS = Object.freeze({
  months: undefined,
  otherCause: undefined,
  controls: 'event-free',
  level: 0.95,
  censoringTies: 'joined',
  eventAtTime: 'case',
});

/** Discrimination at one time. */
export interface TimeDependentAuc {
  /** The time in months. */
  readonly months: number;
  /** Probability that a patient with the event by then had the higher risk; it and its limits are cut at 0 and 1. */
  readonly auc: Estimate;
  /** Standard error; null when the AUC is. */
  readonly standardError: number | null;
  /** Patients with the event at or before the time. */
  readonly cases: number;
  /** Patients who count as controls. */
  readonly controls: number;
  /** Patients censored at or before the time, or left out. */
  readonly censoredBefore: number;
  /** Influence of each patient, for comparisons; empty when the AUC is null. */
  readonly influence: Float64Array;
}

interface Sides {
  /** Weights of the cases, times n, by patient. */
  readonly cases: Float64Array;
  /** Weights of event-free controls, times n. */
  readonly free: Float64Array;
  /** Weights of controls with another event, times n. */
  readonly other: Float64Array;
}

interface Problem {
  readonly risk: Float64Array;
  readonly order: Uint32Array;
  readonly followUp: FollowUp;
  readonly curve: CensoringCurve;
  readonly steps: CensoringSteps;
  readonly otherCause: ArrayLike<number> | undefined;
  readonly controls: Controls;
  readonly eventAtTime: 'case' | 'left-out';
}

function sidesAt(problem: Problem, months: number): { sides: Sides; counts: [number, number, number] } {
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
function weightBelow(problem: Problem, weights: Float64Array): Float64Array {
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

const total = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);

/** Parts of patients in the pairs they belong to, divided by n. */
interface PairParts {
  readonly ofCase: Float64Array;
  readonly ofFree: Float64Array;
  readonly ofOther: Float64Array;
  readonly theta: number;
}

function pairParts(problem: Problem, sides: Sides): PairParts {
  const n = sides.cases.length;
  const controls = sides.free.map((weight, i) => weight + sides.other[i]!);
  const controlsBelow = weightBelow(problem, controls);
  const casesBelow = weightBelow(problem, sides.cases);
  const allCases = total(sides.cases);
  const ofCase = sides.cases.map((weight, i) => (weight * controlsBelow[i]!) / n);
  const ofControl = (weights: Float64Array) =>
    weights.map((weight, i) => (weight * (allCases - casesBelow[i]!)) / n);
  return {
    ofCase,
    ofFree: ofControl(sides.free),
    ofOther: ofControl(sides.other),
    theta: total(ofCase) / n,
  };
}

/** Influence of each patient through the estimate of the censoring distribution. */
function throughCensoring(
  problem: Problem,
  months: number,
  masses: { byPatient: Float64Array; atHorizon: number },
): Float64Array {
  const { steps, followUp } = problem;
  const mass = new Float64Array(steps.atRisk.length);
  masses.byPatient.forEach((part, i) => {
    if (steps.weightStep[i]! >= 0) mass[steps.weightStep[i]!]! += part;
  });
  const last = steps.lastBy(months);
  if (last >= 0) mass[last]! += masses.atHorizon;
  return censoringInfluence(steps, mass, followUp.observed);
}

/** AUC and influence for one kind of control. */
function aucAndInfluence(
  problem: Problem,
  months: number,
  sides: Sides,
): { value: number; influence: Float64Array } {
  const n = sides.cases.length;
  const parts = pairParts(problem, sides);
  const { ofCase, ofFree, ofOther, theta } = parts;
  const share = total(sides.cases) / n;
  const free = total(sides.free) / n;
  if (problem.controls === 'event-free') {
    const scale = 1 / (share * free);
    const byPatient = ofCase.map((part, i) => (part - (theta * sides.cases[i]!) / share) / n);
    const censoring = throughCensoring(problem, months, { byPatient, atHorizon: 0 });
    const influence = ofCase.map((part, i) => {
      const own = part + ofFree[i]! - (theta * sides.cases[i]!) / share - (theta * sides.free[i]!) / free;
      return scale * (own + censoring[i]!);
    });
    return { value: theta * scale, influence };
  }
  const scale = 1 / (share * (1 - share));
  const slope = theta * (1 - 2 * share) * scale;
  const byPatient = ofCase.map((part, i) => (part + ofOther[i]! - slope * sides.cases[i]!) / n);
  const censoring = throughCensoring(problem, months, { byPatient, atHorizon: total(ofFree) / n });
  const influence = ofCase.map((part, i) => {
    const own = part + ofFree[i]! + ofOther[i]! - 2 * theta - slope * (sides.cases[i]! - share);
    return scale * (own + censoring[i]!);
  });
  return { value: theta * scale, influence };
}

/** Standard deviation over the root of n. */
export function errorOfMean(influence: Float64Array): number {
  const n = influence.length;
  const mean = total(influence) / n;
  const squares = influence.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (n - 1) / n);
}

/** Weighted sums may leave 0 to 1 by a rounding error, Wald limits by far. */
function inUnit(value: number): number {
  return Math.min(1, Math.max(0, value));
}

function atTime(problem: Problem, months: number, level: number): TimeDependentAuc {
  const { sides, counts } = sidesAt(problem, months);
  const [cases, controls, censoredBefore] = counts;
  const method = `Cumulative/dynamic AUC at ${months} months, censoring weights, ${problem.controls} controls`;
  const common = { months, cases, controls, censoredBefore };
  if (cases === 0 || controls === 0) {
    const reason = cases === 0 ? 'No event by this time.' : 'No patient is followed beyond this time.';
    return {
      ...common,
      auc: { value: null, lower: null, upper: null, level, method, reason },
      standardError: null,
      influence: new Float64Array(0),
    };
  }
  const { value, influence } = aucAndInfluence(problem, months, sides);
  const standardError = errorOfMean(influence);
  const half = zOfLevel(level) * standardError;
  return {
    ...common,
    auc: { value: inUnit(value), lower: inUnit(value - half), upper: inUnit(value + half), level, method },
    standardError,
    influence,
  };
}

/**
 * AUC of a risk at given times.
 *
 * Cases had the event at or before the time, weighted by 1 / G just before it; controls are followed beyond it.
 * Equal risks count half; the AUC is never turned round.
 *
 * @param risk Higher means a shorter time to the event. Length n.
 * @param followUp Months and events of n patients; any cause counts as observed.
 * @throws StatsError `input/option` for a time that is not above 0; `input/length`, `input/not-finite`,
 * `survival/time`, `survival/event`.
 * @example
 * timeDependentAuc(score, followUp, { months: [6, 12, 24] })[1].auc.value;
 * @see Blanche, Dartigues and Jacqmin-Gadda, Stat Med 32 (2013) 5381-5397; R timeROC, riskRegression::Score.
 */
export function timeDependentAuc(
  risk: ArrayLike<number>,
  followUp: FollowUp,
  options: TimeDependentAucOptions,
): TimeDependentAuc[] {
  const chosen = checkOptions(options, DEFAULTS);
  const { months, otherCause, controls, level } = chosen;
  requireFollowUp(followUp);
  checkValues(risk, followUp.months.length, 'the risk');
  if (otherCause) checkValues(otherCause, followUp.months.length, 'the other cause');
  checkHorizons(months);
  const values = Float64Array.from(risk);
  const curve = censoringCurve(followUp);
  const problem: Problem = {
    risk: values,
    order: ascendingOrder(values),
    followUp,
    curve,
    steps: censoringSteps(curve, followUp, chosen.censoringTies),
    otherCause,
    controls,
    eventAtTime: chosen.eventAtTime,
  };
  return months.map((month) => atTime(problem, month, level));
}

/**
 * Refuse times that are not finite and above 0.
 *
 * @throws StatsError `input/option`.
 */
export function checkHorizons(months: readonly number[]): void {
  const wrong = months.find((month) => !(Number.isFinite(month) && month > 0));
  if (months.length > 0 && wrong === undefined) return;
  throw new StatsError('input/option', {
    found: months.length === 0 ? 'Found no time.' : `Found a time of ${wrong}.`,
    needed: 'Needed at least one time, each finite and above 0 months.',
    remedy: 'Give the times at which the score is judged.',
  });
}

/** Two scores compared at one time, in the same patients. */
export interface AucComparison {
  /** The time in months. */
  readonly months: number;
  /** AUC of the first score. */
  readonly first: TimeDependentAuc;
  /** AUC of the second score. */
  readonly second: TimeDependentAuc;
  /** First less second. */
  readonly difference: Estimate;
  /** Two-sided P of no difference; null where undefined. */
  readonly p: number | null;
}

/**
 * Compare the time-dependent AUCs of two scores in the same patients.
 *
 * @param risks Two scores, higher is worse. Length n each.
 * @param followUp Months and events of n patients.
 * @throws StatsError as `timeDependentAuc`.
 * @see Blanche et al., Stat Med 32 (2013) 5381-5397; R timeROC::compare.
 */
export function compareTimeDependentAuc(
  risks: readonly [ArrayLike<number>, ArrayLike<number>],
  followUp: FollowUp,
  options: TimeDependentAucOptions,
): AucComparison[] {
  const { level } = checkOptions(options, DEFAULTS);
  const [first, second] = risks.map((risk) => timeDependentAuc(risk, followUp, options));
  return first!.map((one, at) => {
    const two = second![at]!;
    const method = `Difference of AUCs at ${one.months} months`;
    const about = { months: one.months, first: one, second: two };
    if (one.auc.value === null || two.auc.value === null) {
      const reason = one.auc.reason ?? two.auc.reason ?? 'Undefined.';
      return {
        ...about,
        difference: { value: null, lower: null, upper: null, level, method, reason },
        p: null,
      };
    }
    const error = errorOfMean(one.influence.map((part, i) => part - two.influence[i]!));
    const value = one.auc.value - two.auc.value;
    const half = zOfLevel(level) * error;
    const difference = { value, lower: value - half, upper: value + half, level, method };
    if (error > 0) return { ...about, difference, p: twoSidedP(value / error) };
    return { ...about, difference: { ...difference, reason: 'The two scores rank alike.' }, p: null };
  });
}
