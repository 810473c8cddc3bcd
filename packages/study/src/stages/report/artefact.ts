/**
 * What the report leaves in `8-report/`: one page for people, its numbers for programs, its figures and their points.
 */
import { figureFile, pointsFile } from '@mriscore/evaluation/figure';
import type { EndpointResult, GroupCurve, ResponseResult, SetCalibration } from '@mriscore/evaluation/judge';
import type { Cutoff } from '@mriscore/stats';
import type { Protocol } from '../../protocol/schema.ts';
import type { Flow } from '../cohort/artefact.ts';
import type { EvaluationSet, SetEvaluation } from '../evaluate/artefact.ts';
import type { AttentionSummary } from './attention-summary.ts';
import type { SetCharacteristics } from './characteristics.ts';
import type { LossCurves } from './evidence.ts';
import type { ReportProvenance } from './provenance-summary.ts';
import type { Recovery } from './recovery.ts';

/** Performance of one set without the points of its curves. */
export interface SetNumbers extends Omit<SetEvaluation, 'roc' | 'calibration' | 'decision'> {
  readonly calibration: Omit<SetCalibration, 'points'> | null;
}

/** One endpoint of one set without the points of its curves. */
export interface EndpointNumbers extends Omit<EndpointResult, 'groups'> {
  readonly groups: readonly Omit<GroupCurve, 'months' | 'survival' | 'lower' | 'upper' | 'censored'>[];
}

/** Follow-up and response of one set without the points of its curves. */
export interface SurvivalNumbers extends EvaluationSet {
  readonly endpoints: readonly EndpointNumbers[];
  readonly response: Omit<ResponseResult, 'roc'> | null;
}

/** `8-report/report.json`: every number that the page prints, unrounded. */
export interface ReportArtefact {
  readonly schema: 'mriscore/report/1';
  readonly intendedUse: 'research';
  readonly protocol: Protocol;
  /** Patients, cohorts and epochs as the summary and the section on training print them. */
  readonly counts: { readonly patients: number; readonly cohorts: number; readonly fusionEpochs: number };
  readonly cutoff: Cutoff;
  readonly flow: Flow;
  readonly characteristics: readonly SetCharacteristics[];
  readonly sets: readonly SetNumbers[];
  readonly survival: readonly SurvivalNumbers[];
  readonly attention: readonly AttentionSummary[];
  readonly training: LossCurves;
  /** Null where nothing was planted. */
  readonly recovery: Recovery | null;
  readonly provenance: ReportProvenance;
}

/** The page, relative to the study folder. */
export const REPORT_FILE = '8-report/report.html';
/** The numbers. */
export const NUMBERS_FILE = '8-report/report.json';

/** Where a figure lies. The English one has the short name. */
export function figurePath(id: string, language: 'en' | 'zh'): string {
  return `8-report/${figureFile(id, language)}`;
}

/** Where the points of a figure lie. */
export function pointsPath(table: string): string {
  return `8-report/${pointsFile(table)}`;
}
