/**
 * What judging a score gives: plain data, the same for a set of a study and for a cohort of any table.
 */
import type {
  AucEstimate,
  Calibration,
  Classification,
  Contrast,
  CurvePoint,
  Estimate,
  PairedComparison,
} from '@mriscore/stats';

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
  /** Null with a reason when there is one class only; then without the counts. */
  readonly auc: Estimate | AucEstimate;
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
  /** One standard deviation more of the score, no cut-off. */
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

/** A test with its P; null with the reason. */
export interface Tested {
  readonly statistic: number | null;
  readonly degreesOfFreedom: number;
  readonly p: number | null;
  readonly reason?: string;
}

/** A precision-recall curve with its area. */
export interface PrecisionRecallCurve {
  readonly averagePrecision: number;
  /** Average precision of a score that says nothing. */
  readonly prevalence: number;
  readonly recall: readonly number[];
  readonly precision: readonly number[];
}

/** Discrimination among patients by their state at one time. */
export interface AucAtTime {
  readonly months: number;
  readonly auc: Estimate;
  readonly cases: number;
  readonly controls: number;
}

/** Difference of the mean time without event, high less low. */
export interface RestrictedMeanDifference {
  readonly horizonMonths: number;
  readonly high: Estimate;
  readonly low: Estimate;
  readonly difference: Contrast;
}

/** One line of an adjusted model. */
export interface ModelTerm {
  /** Such as `score per SD`, `age`, `stage: III against I`. */
  readonly name: string;
  /** Hazard ratio or odds ratio. */
  readonly ratio: HazardRatio;
}

/** The score beside other columns in one model. */
export interface AdjustedModel {
  readonly method: string;
  /** Rows without a gap in any column of the model. */
  readonly n: number;
  readonly events: number;
  readonly terms: readonly ModelTerm[];
  /** Likelihood-ratio test of the score on top of the covariates. */
  readonly added: Tested;
  /** Of all terms together; null in a logistic model. */
  readonly proportional: Tested | null;
  /** Covariates that do not vary in this cohort and are not in the model. */
  readonly leftOut: readonly string[];
  readonly cautions: readonly string[];
}

/** Areas of two scores on the same patients. */
export type ComparedAreas = Pick<PairedComparison, 'first' | 'second' | 'difference' | 'z' | 'p'>;

/** Harrell's C of two scores on the same patients. */
export interface ComparedConcordances {
  /** Patients with follow-up and both scores. */
  readonly n: number;
  readonly first: number | null;
  readonly second: number | null;
  /** First less second. */
  readonly difference: Estimate;
  readonly p: number | null;
}
