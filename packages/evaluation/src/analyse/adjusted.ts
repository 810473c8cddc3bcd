/**
 * Which rows of a cohort the adjusted models and the test of treatment are made on, or why they are not made.
 */
import type { TreatmentInteraction } from '@mriscore/stats';
import { adjustHazard, adjustOdds } from '../judge/adjust.ts';
import { followUpOfPatients } from '../judge/follow-up.ts';
import { interactWithTreatment } from '../judge/interact.ts';
import { type AnalysisPart, notDone } from '../judge/part.ts';
import type { AdjustedModel } from '../judge/result.ts';
import type { CovariateKind } from './covariates.ts';
import { covariateColumns, withoutGaps } from './covariates.ts';
import { withFollowUp } from './followed-rows.ts';
import type { AnalysisOptions } from './options.ts';
import type { AnalysisRow } from './rows.ts';

function unadjusted(options: AnalysisOptions): string | null {
  return options.covariates.length === 0 ? 'No covariates were named.' : null;
}

function scoresOf(rows: readonly AnalysisRow[]): readonly number[] {
  return rows.map(({ score }) => score);
}

/** The Cox model of one cohort. */
export function adjustedHazard(
  rows: readonly AnalysisRow[],
  kinds: readonly CovariateKind[],
  options: AnalysisOptions,
): AnalysisPart<AdjustedModel> {
  const none = options.time === null ? 'No time and event column was named.' : unadjusted(options);
  if (none !== null) return notDone(none);
  const used = withoutGaps(withFollowUp(rows));
  if (used.length === 0) return notDone('No patient has follow-up and all covariates.');
  return adjustHazard(followUpOfPatients(used), scoresOf(used), covariateColumns(used, kinds));
}

/** The logistic model of one cohort. */
export function adjustedOdds(
  rows: readonly AnalysisRow[],
  kinds: readonly CovariateKind[],
  options: AnalysisOptions,
): AnalysisPart<AdjustedModel> {
  const none = options.label === null ? 'No label column was named.' : unadjusted(options);
  if (none !== null) return notDone(none);
  const used = withoutGaps(rows.filter(({ label }) => label !== null));
  const labels = used.map(({ label }) => label ?? 0);
  return adjustOdds(labels, scoresOf(used), covariateColumns(used, kinds));
}

/** Whether the effect of treatment depends on the score in one cohort. */
export function treatmentOf(
  rows: readonly AnalysisRow[],
  { treatment, randomised }: AnalysisOptions,
): AnalysisPart<TreatmentInteraction> {
  if (treatment === null) return notDone('No treatment column was named.');
  const used = withFollowUp(rows).filter((row) => row.treatment !== null);
  if (used.length === 0) return notDone('No patient has follow-up and a known treatment.');
  return interactWithTreatment({
    followUp: followUpOfPatients(used),
    scores: scoresOf(used),
    treatment: used.map((row) => row.treatment ?? 0),
    randomised,
  });
}
