/**
 * What the survival analysis leaves in `7-survival/`: follow-up and response against the score, set by set.
 */
import type { Cutoff, Estimate } from '@mriscore/stats';
import type { EvaluationSet } from '../evaluate/artefact.ts';

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

/** Everything about one set. */
export interface SetSurvival extends EvaluationSet {
  readonly endpoints: readonly EndpointResult[];
  readonly response: ResponseResult | null;
}

/** `7-survival/survival.json`. */
export interface SurvivalArtefact {
  readonly schema: 'mriscore/survival/1';
  readonly cutoff: Cutoff;
  readonly sets: readonly SetSurvival[];
}

/** Where the artefact lies, relative to the study folder. */
export const SURVIVAL_FILE = '7-survival/survival.json';
