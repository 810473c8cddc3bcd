/**
 * What an analysis finds: every number with its interval, or null with the reason, cohort by cohort.
 */
import type {
  Classification,
  Contrast,
  Cutoff,
  Estimate,
  LogisticCurve,
  PairedComparison,
  TreatmentInteraction,
} from '@mriscore/stats';
import type { ChosenCutoff } from './cutoff.ts';
import type { AnalysisOptions } from './options.ts';
import type { DecisionPoints, EndpointResult, HazardRatio, RocPoints, SetCalibration } from './result.ts';
import type { MissingCount } from './rows.ts';

/** A part of the analysis that was not done, and why. */
export interface NotDone {
  readonly done: false;
  readonly reason: string;
}

/** A part of the analysis that was done, or why it was not. */
export type AnalysisPart<T> = (T & { readonly done: true }) | NotDone;

/** A test with its P; null with the reason. */
export interface Tested {
  readonly statistic: number | null;
  readonly degreesOfFreedom: number;
  readonly p: number | null;
  readonly reason?: string;
}

/** A precision-recall curve with its area. */
export interface PrecisionRecallPart {
  readonly averagePrecision: number;
  /** Average precision of a score that says nothing. */
  readonly prevalence: number;
  readonly recall: readonly number[];
  readonly precision: readonly number[];
}

/** How well the score tells positive from negative. */
export interface Discrimination {
  /** Rows with a label. */
  readonly n: number;
  readonly positives: number;
  readonly auc: Estimate;
  readonly roc: RocPoints | null;
  readonly precisionRecall: PrecisionRecallPart | null;
}

/** Agreement of risk and outcome, and what acting on the risk would bring. */
export interface CalibrationPart {
  /** `score`: the score is the probability. `platt`: a logistic curve fitted on the tuning cohort turned it into one. */
  readonly basis: 'score' | 'platt';
  /** True when the curve was fitted on these patients. */
  readonly isApparent: boolean;
  readonly calibration: SetCalibration;
  readonly decision: DecisionPoints;
  /** Probabilities and labels behind the figure. */
  readonly risks: readonly { readonly score: number; readonly target: 0 | 1 }[];
}

/** Discrimination among patients by their state at one time. */
export interface AucAtTime {
  readonly months: number;
  readonly auc: Estimate;
  readonly cases: number;
  readonly controls: number;
}

/** Difference of the mean time without event, high less low. */
export interface RestrictedMeanPart {
  readonly horizonMonths: number;
  readonly high: Estimate;
  readonly low: Estimate;
  readonly difference: Contrast;
}

/** What the score says of the time to the event. */
export interface Survival {
  /** Curves, log-rank and hazard ratios. Without a cut-off there is one curve and no comparison. */
  readonly endpoint: EndpointResult;
  readonly harrell: Estimate;
  readonly uno: Estimate;
  readonly aucAtTimes: readonly AucAtTime[];
  /** Proportional hazards of the score per standard deviation. */
  readonly proportionalPerSd: Tested;
  /** Proportional hazards of high against low. */
  readonly proportionalGroups: Tested;
  readonly restrictedMean: AnalysisPart<RestrictedMeanPart>;
}

/** Two scores on the same patients. */
export interface ComparisonPart {
  readonly n: number;
  /** First less second, paired DeLong. */
  readonly auc: AnalysisPart<Pick<PairedComparison, 'first' | 'second' | 'difference' | 'z' | 'p'>>;
  /** First less second, Harrell. */
  readonly concordance: AnalysisPart<{
    readonly n: number;
    readonly first: number | null;
    readonly second: number | null;
    readonly difference: Estimate;
    readonly p: number | null;
  }>;
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

/** Everything about one cohort. */
export interface CohortAnalysis {
  /** Value of the cohort column; `all rows` where there is none. */
  readonly name: string;
  /** True for the cohort that chose the cut-off. */
  readonly isTuning: boolean;
  /** Rows with a score. */
  readonly n: number;
  readonly cutoff: ChosenCutoff;
  readonly discrimination: AnalysisPart<Discrimination>;
  readonly classification: AnalysisPart<{ readonly at: Classification }>;
  readonly calibration: AnalysisPart<CalibrationPart>;
  readonly survival: AnalysisPart<Survival>;
  readonly comparison: AnalysisPart<ComparisonPart>;
  readonly logistic: AnalysisPart<AdjustedModel>;
  readonly cox: AnalysisPart<AdjustedModel>;
  readonly interaction: AnalysisPart<TreatmentInteraction>;
}

/** What the score was taken for. */
export interface ScoreScale {
  readonly isProbability: boolean;
  readonly why: string;
  /** Logistic curve of the tuning cohort; null where none was fitted. */
  readonly platt: LogisticCurve | null;
}

/** The whole analysis. */
export interface Analysis {
  readonly schema: 'mriscore/analysis/1';
  readonly intendedUse: 'research';
  /** Version of the program. */
  readonly mriscore: string;
  readonly table: { readonly file: string; readonly sha256: string; readonly rows: number };
  readonly options: AnalysisOptions;
  /** Rows with a score and a cohort. */
  readonly analysed: number;
  readonly missing: readonly MissingCount[];
  readonly scale: ScoreScale;
  /** Locked before any cohort was judged; null where there is none. */
  readonly cutoff: Cutoff | null;
  readonly cohorts: readonly CohortAnalysis[];
}

/** A part that was not done. */
export function notDone(reason: string): NotDone {
  return { done: false, reason };
}

/** A part that was done. */
export function done<T extends object>(part: T): T & { readonly done: true } {
  return { ...part, done: true };
}

/** An estimate that is not defined. */
export function noEstimate(method: string, reason: string): Estimate {
  return { value: null, lower: null, upper: null, level: 0.95, method, reason };
}
