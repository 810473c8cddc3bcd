/**
 * What stands in each JSON file and in each line of `--json` that is put together from several types of the sources.
 *
 * Types alone, for `scripts/schemas.ts`: files that hold one type of the sources are named there. Nothing imports this.
 */

import type { RuntimeRecord } from '../../packages/engine/src/runtime/choose/record.ts';
import type { Analysis, CohortAnalysis } from '../../packages/evaluation/src/analyse/analysis.ts';
import type { AnalysisPart } from '../../packages/evaluation/src/judge/part.ts';
import type { EndpointResult, GroupCurve } from '../../packages/evaluation/src/judge/result.ts';
import type { SizeSheet } from '../../packages/evaluation/src/size/size.ts';
import type { Conversion } from '../../packages/scans/src/convert/conversion.ts';
import type { ConversionProof } from '../../packages/scans/src/convert/prove.ts';
import type { CorrectedScan } from '../../packages/scans/src/correct/correct.ts';
import type { Measurement } from '../../packages/scans/src/measure/measure.ts';
import type { SeriesSummary } from '../../packages/scans/src/open/describe.ts';
import type { RegisteredScan } from '../../packages/scans/src/register/register.ts';
import type { QualityArtefact } from '../../packages/study/src/quality/artefact.ts';
import type { ProgressEvent } from '../../packages/study/src/run/progress.ts';
import type { StageStatus } from '../../packages/study/src/run/status.ts';
import type { Headlines } from '../../packages/study/src/stages/report/headlines.ts';
import type { FlowStep } from '../../packages/study/src/table/select.ts';
import type { WeightsRecord } from '../../packages/study/src/weights/folder.ts';
import type { ListedWeights } from '../../packages/study/src/weights/list.ts';

/** A part of an analysis without the points of its curves, which lie in tables of their own. */
type Without<Part, Key extends PropertyKey> = Part extends { readonly done: true } ? Omit<Part, Key> : Part;

type Discrimination = CohortAnalysis['discrimination'];
type Calibration = Extract<CohortAnalysis['calibration'], { readonly done: true }>;
type Survival = Extract<CohortAnalysis['survival'], { readonly done: true }>;

interface CohortNumbers extends Omit<CohortAnalysis, 'discrimination' | 'calibration' | 'survival'> {
  readonly discrimination:
    | (Without<Extract<Discrimination, { readonly done: true }>, 'roc' | 'precisionRecall'> & {
        readonly precisionRecall: { readonly averagePrecision: number; readonly prevalence: number } | null;
      })
    | Extract<Discrimination, { readonly done: false }>;
  readonly calibration: AnalysisPart<
    Pick<Calibration, 'basis' | 'isApparent'> & Omit<Calibration['calibration'], 'points'>
  >;
  readonly survival: AnalysisPart<
    Omit<Survival, 'endpoint' | 'done'> & {
      readonly endpoint: Omit<EndpointResult, 'groups'> & {
        readonly groups: readonly Pick<GroupCurve, 'group' | 'n' | 'events' | 'median' | 'atRisk'>[];
      };
    }
  >;
}

/** What `analyse` says with --json. */
interface AnalysisNumbers extends Omit<Analysis, 'cohorts'> {
  readonly cohorts: readonly CohortNumbers[];
}

/** analysis.json. */
export interface AnalysisFile extends AnalysisNumbers {
  /** Figures and their points, relative to the folder; an analysis that replaces this one removes them. */
  readonly files: readonly string[];
}

/** clinical.dictionary.json of the reference cohort. */
export interface DataDictionary {
  readonly schema: 'mriscore/data-dictionary/1';
  /** The table that it explains. */
  readonly table: string;
  readonly columns: readonly {
    readonly name: string;
    readonly type: 'text' | 'number' | 'category';
    readonly meaning: string;
    readonly unit?: string;
    readonly values?: readonly (string | number)[];
    /** What an empty cell means; left out where none is empty. */
    readonly empty?: string;
  }[];
}

/** A line of provenance.jsonl. */
export interface ProvenanceLine {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** What was done. */
  readonly action: string;
  readonly details: unknown;
  /** SHA-256 of the line before, 64 zeros for the first. */
  readonly previous: string;
  /** SHA-256 of the rest of this line. */
  readonly self: string;
}

interface Problem {
  readonly kind: 'failed';
  /** `area/what`; docs/reference/exit-codes.md. */
  readonly code: string;
  readonly found: string;
  readonly needed: string;
  readonly remedy: string;
  readonly details: Readonly<Record<string, unknown>>;
}

interface ProgramFault {
  readonly kind: 'failed';
  /** Of a fault of the program, which has no code. */
  readonly message: string;
}

/** The last line of a command that failed. */
export type Failed =
  | Problem
  | ProgramFault
  | { readonly kind: 'failed'; readonly errors: readonly Problem[] };

/** A line while a study runs. */
export type Progress = ProgressEvent;

interface Result {
  readonly kind: 'result';
}

/** The last line of each command that did not fail. */
export type RunResult = Result & Headlines;
export type CheckResult = Result & {
  /** Rows of the table. */
  readonly rows: number;
  readonly left: readonly FlowStep[];
  readonly cohorts: readonly {
    readonly name: string;
    readonly patients: number;
    readonly positives: number;
  }[];
  readonly quality?: QualityArtefact;
};
export type StatusResult = Result & { readonly stages: readonly StageStatus[] };
export type AnalyseResult = Result &
  AnalysisNumbers & {
    /** Path of the page, with --out. */
    readonly report?: string;
  };
export type ConvertResult = Result &
  Omit<Conversion, 'refused'> & {
    readonly refused: readonly { readonly code: string; readonly message: string }[];
  };
export type SeriesResult = Result & { readonly series: readonly SeriesSummary[] };
export type ProofResult = Result & ConversionProof;
export type RegisterResult = Result & RegisteredScan;
export type N4Result = Result & CorrectedScan;
export type RadiomicsResult = Result & Measurement;
export type PlanSizeResult = Result & SizeSheet;
export type RuntimesResult = Result & RuntimeRecord;
export type WeightsListResult = Result & {
  /** The weights folder. */
  readonly folder: string;
  readonly weights: readonly ListedWeights[];
};
export type WeightsFetchResult = Result & {
  /** Whether they were there already. */
  readonly reused: boolean;
  readonly path: string;
  readonly record: WeightsRecord;
};
export type WeightsImportResult = Result & { readonly path: string; readonly record: WeightsRecord };
