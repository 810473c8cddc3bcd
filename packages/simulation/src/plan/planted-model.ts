/**
 * Every number that the reference study plants: how severity, PD-L1 and the hazard of progression hang together.
 *
 * Constants and the few functions that define them. Knows nothing of random numbers, images or files.
 */
import { normalCdf, normalQuantile } from '@mriscore/stats';
import type { ReferenceCohortName } from './patient-plan.ts';

/** Correlation of imaging severity with PD-L1 expression: what makes the ideal reader's AUC 0.90 at CPS >= 20. */
export const EXPRESSION_CORRELATION = 0.83;
/** Share of patients with CPS >= 1 and >= 20, as in KEYNOTE-048 (754 and 381 of 882). */
export const PREVALENCE = { cps1: 754 / 882, cps20: 381 / 882 } as const;
/** Share of patients with stage IV disease, and what it does to the log hazard. */
export const STAGE_IV = { share: 0.55, logHazardRatio: 0.3 } as const;
/** Progression-free for this long is durable benefit. */
export const DURABLE_MONTHS = 6;

/** Progression-free survival in one setting: Weibull hazards, uniform end of study, exponential loss to follow-up. */
export interface SurvivalModel {
  /** Log hazard ratio for each unit of imaging severity. Negative: a higher score progresses later. */
  readonly logHazardRatioPerUnit: number;
  /** Median time to progression at log hazard 0, in months. */
  readonly medianMonths: number;
  /** Weibull shape; 1 is a constant hazard. */
  readonly shape: number;
  /** The study closes between these months after a patient's start, evenly. */
  readonly closesBetweenMonths: readonly [first: number, last: number];
  /** Mean time to loss of contact, in months. */
  readonly meanMonthsToLoss: number;
}

const STANDARD: SurvivalModel = {
  logHazardRatioPerUnit: -0.54,
  medianMonths: 22,
  shape: 1.1,
  closesBetweenMonths: [24, 60],
  meanMonthsToLoss: 120,
};

const IMMUNOTHERAPY: SurvivalModel = {
  logHazardRatioPerUnit: -0.76,
  medianMonths: 7.5,
  shape: 1.1,
  closesBetweenMonths: [9, 36],
  meanMonthsToLoss: 110,
};

/** The survival model of a cohort. Under immunotherapy PD-L1 also predicts, so its hazard ratio is stronger. */
export function survivalModelOf(cohort: ReferenceCohortName): SurvivalModel {
  return cohort === 'immunotherapy' ? IMMUNOTHERAPY : STANDARD;
}

/** Chance of being free of progression, uncensored, at a time. */
export function plantedSurvivalAt(model: SurvivalModel, months: number, logHazard: number): number {
  const baseline = Math.LN2 * (months / model.medianMonths) ** model.shape;
  return Math.exp(-baseline * Math.exp(logHazard));
}

/** The time by which a share of `1 - survival` has progressed: the inverse of `plantedSurvivalAt`. */
export function monthsAtSurvival(model: SurvivalModel, survival: number, logHazard: number): number {
  return model.medianMonths * (-Math.log(survival) / Math.exp(logHazard) / Math.LN2) ** (1 / model.shape);
}

/** Chance of still being followed at a time. */
export function followedAt(model: SurvivalModel, months: number): number {
  const [first, last] = model.closesBetweenMonths;
  const open = Math.min(1, Math.max(0, (last - months) / (last - first)));
  return open * Math.exp(-months / model.meanMonthsToLoss);
}

/** Log hazard of a patient. */
export function logHazardOf(model: SurvivalModel, imaging: number, stageIv: boolean): number {
  return model.logHazardRatioPerUnit * imaging + (stageIv ? STAGE_IV.logHazardRatio : 0);
}

/**
 * CPS of a PD-L1 expression: a rank below 0.145 is CPS 0 (< 1), from 0.568 on CPS >= 20, geometric in between.
 *
 * @param expression Standard normal.
 * @returns Whole number 0 to 100; above 20 in steps of five, as pathologists write it.
 */
export function cpsOf(expression: number): number {
  const rank = normalCdf(expression);
  const negative = 1 - PREVALENCE.cps1;
  const low = 1 - PREVALENCE.cps20;
  if (rank < negative) return 0;
  if (rank < low) return Math.min(19, Math.floor(20 ** ((rank - negative) / (low - negative))));
  return Math.min(100, 20 + 5 * Math.floor((16.5 * (rank - low)) / (1 - low)));
}

/** Chance that a patient of this severity has CPS at or above the cut-off with the given prevalence. */
export function positiveChance(imaging: number, prevalence: number): number {
  const rest = Math.sqrt(1 - EXPRESSION_CORRELATION ** 2);
  return normalCdf((EXPRESSION_CORRELATION * imaging - normalQuantile(1 - prevalence)) / rest);
}

/**
 * The severity at which the ideal reader splits high from low: where Youden's index for CPS >= 20 is largest.
 *
 * There the chance of being positive equals the prevalence, which solves in closed form.
 */
export function idealCutoff(): number {
  const limit = normalQuantile(1 - PREVALENCE.cps20);
  return (limit * (1 - Math.sqrt(1 - EXPRESSION_CORRELATION ** 2))) / EXPRESSION_CORRELATION;
}
