/**
 * What judging a score gives: plain data, the same for a set of a study and for a cohort of any table.
 */
import type { Calibration, Classification, CurvePoint, Estimate } from '@mriscore/stats';

/** A ROC curve, from the strictest cut-off to the laxest. */
export interface RocPoints {
  readonly falsePositiveRate: readonly number[];
  readonly sensitivity: readonly number[];
}

/** Agreement of predicted probabilities with what happened, and the drawn curve. */
export interface SetCalibration extends Calibration {
  /** Smoothed curve with its band; empty where a smoother needs more patients. */
  readonly points: readonly CurvePoint[];
}

/** Net benefit over threshold probabilities. */
export interface DecisionPoints {
  readonly threshold: readonly number[];
  readonly model: readonly number[];
  readonly treatAll: readonly number[];
}

/** How good a score is among some patients, at a cut-off that was fixed before. */
export interface Judgement {
  readonly n: number;
  readonly positives: number;
  /** Null with a reason when there is one class only. */
  readonly auc: Estimate;
  readonly roc: RocPoints | null;
  readonly classification: Classification | null;
  readonly calibration: SetCalibration | null;
  readonly decision: DecisionPoints | null;
}

/** Kaplan-Meier curve of the patients above or below the cut-off, or of all where there is none. */
export interface GroupCurve {
  readonly group: 'high' | 'low' | 'all';
  readonly n: number;
  readonly events: number;
  /** Months, or null with a reason when not reached. */
  readonly median: Estimate;
  /** Distinct event and censoring times, months. */
  readonly months: readonly number[];
  readonly survival: readonly number[];
  readonly lower: readonly (number | null)[];
  readonly upper: readonly (number | null)[];
  /** Patients censored at each time. */
  readonly censored: readonly number[];
  /** Patients at risk at the times of `EndpointResult.atRiskMonths`. */
  readonly atRisk: readonly number[];
}

/** A hazard ratio with its Wald P. Below 1: the event comes later. */
export interface HazardRatio extends Estimate {
  readonly p: number | null;
}

/** One endpoint in one set. */
export interface EndpointResult {
  readonly endpoint: string;
  readonly n: number;
  readonly events: number;
  readonly medianFollowUp: Estimate;
  readonly atRiskMonths: readonly number[];
  readonly groups: readonly GroupCurve[];
  readonly logRank: {
    readonly statistic: number | null;
    readonly p: number | null;
    readonly reason?: string;
  };
  /** High against low, split at the locked cut-off. */
  readonly hazardRatio: HazardRatio;
  /** One standard deviation more of the log odds, no cut-off. */
  readonly hazardRatioPerSd: HazardRatio;
}

/** Response in one set. */
export interface ResponseResult {
  readonly name: string;
  /** Patients that can be evaluated. */
  readonly n: number;
  readonly responders: number;
  readonly notEvaluable: number;
  readonly auc: Estimate;
  readonly roc: {
    readonly falsePositiveRate: readonly number[];
    readonly sensitivity: readonly number[];
  } | null;
}
