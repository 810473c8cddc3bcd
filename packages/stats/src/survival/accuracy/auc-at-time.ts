/**
 * The area under the time-dependent ROC curve at one time, with the error that estimated censoring brings.
 *
 * Reads pairs of cases and controls, gives the area, its error and every patient's influence. Knows no other time.
 */
import type { Estimate } from '../../types.ts';
import { censoringInfluence } from '../curve/censoring-influence.ts';
import { zOfLevel } from '../follow-up/probability.ts';
import { type AucProblem, pairParts, type Sides, sidesAt, totalWeight } from './pairs-at-time.ts';

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

/** Influence of each patient through the estimate of the censoring distribution. */
function throughCensoring(
  problem: AucProblem,
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
  problem: AucProblem,
  months: number,
  sides: Sides,
): { value: number; influence: Float64Array } {
  const n = sides.cases.length;
  const parts = pairParts(problem, sides);
  const { ofCase, ofFree, ofOther, theta } = parts;
  const share = totalWeight(sides.cases) / n;
  const free = totalWeight(sides.free) / n;
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
  const censoring = throughCensoring(problem, months, { byPatient, atHorizon: totalWeight(ofFree) / n });
  const influence = ofCase.map((part, i) => {
    const own = part + ofFree[i]! + ofOther[i]! - 2 * theta - slope * (sides.cases[i]! - share);
    return scale * (own + censoring[i]!);
  });
  return { value: theta * scale, influence };
}

/** Standard deviation over the root of n. */
export function errorOfMean(influence: Float64Array): number {
  const n = influence.length;
  const mean = totalWeight(influence) / n;
  const squares = influence.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (n - 1) / n);
}

/** Weighted sums may leave 0 to 1 by a rounding error, Wald limits by far. */
function inUnit(value: number): number {
  return Math.min(1, Math.max(0, value));
}

/** The area at one time with its limits; null with a reason where a side is empty. */
export function aucAtTime(problem: AucProblem, months: number, level: number): TimeDependentAuc {
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
