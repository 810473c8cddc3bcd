/**
 * What an analysis finds: every number with its interval, or null with the reason, cohort by cohort.
 */
import type { Classification, Cutoff, Estimate, LogisticCurve, TreatmentInteraction } from '@mriscore/stats';
import type { AnalysisPart } from '../judge/part.ts';
import type {
  AdjustedModel,
  AucAtTime,
  ComparedAreas,
  ComparedConcordances,
  DecisionPoints,
  EndpointResult,
  PrecisionRecallCurve,
  RestrictedMeanDifference,
  RocPoints,
  SetCalibration,
  Tested,
} from '../judge/result.ts';
import type { ChosenCutoff } from './cutoff.ts';
import type { AnalysisOptions } from './options.ts';
import type { MissingCount } from './rows.ts';

/** How well the score tells positive from negative. */
export interface Discrimination {
  /** Rows with a label. */
  readonly n: number;
  readonly positives: number;
  readonly auc: Estimate;
  readonly roc: RocPoints | null;
  readonly precisionRecall: PrecisionRecallCurve | null;
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
  readonly restrictedMean: AnalysisPart<RestrictedMeanDifference>;
}

/** Two scores on the same patients. */
export interface ComparisonPart {
  readonly n: number;
  /** First less second, paired DeLong. */
  readonly auc: AnalysisPart<ComparedAreas>;
  /** First less second, Harrell. */
  readonly concordance: AnalysisPart<ComparedConcordances>;
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
