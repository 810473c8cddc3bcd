/**
 * What the rows with a label say in one cohort: discrimination, and calls at the cut-off.
 */
import type { Classification } from '@mriscore/stats';
import { random } from '@mriscore/stats';
import { classificationOf } from '../judge/classify.ts';
import { aucOf, precisionRecallOf, rocOf } from '../judge/discriminate.ts';
import { plainEstimate } from '../judge/estimate.ts';
import { countPositives, type Judged } from '../judge/judged.ts';
import { type AnalysisPart, done, notDone } from '../judge/part.ts';
import type { Discrimination } from './analysis.ts';
import type { ChosenCutoff } from './cutoff.ts';
import type { AnalysisOptions } from './options.ts';
import type { AnalysisRow } from './rows.ts';

/** Scores and labels of the rows that have a label. */
export function judgedOf(rows: readonly AnalysisRow[]): Judged {
  const labelled = rows.filter(({ label }) => label !== null);
  return {
    scores: Float64Array.from(labelled, ({ score }) => score),
    targets: Uint8Array.from(labelled, ({ label }) => label ?? 0),
  };
}

/** Discrimination in one cohort. */
export function discriminationOf(
  cohort: string,
  rows: readonly AnalysisRow[],
  { label, interval, resamples, seed }: AnalysisOptions,
): AnalysisPart<Discrimination> {
  if (label === null) return notDone('No label column was named.');
  const judged = judgedOf(rows);
  const area =
    interval === 'bootstrap'
      ? { bootstrap: { random: random(seed, 'analysis/auc', cohort), resamples } }
      : { interval };
  return done({
    n: judged.targets.length,
    positives: countPositives(judged),
    auc: plainEstimate(aucOf(judged, area)),
    roc: rocOf(judged),
    precisionRecall: precisionRecallOf(judged),
  });
}

/** Calls at the cut-off in one cohort. */
export function callsOf(
  rows: readonly AnalysisRow[],
  chosen: ChosenCutoff,
  options: AnalysisOptions,
): AnalysisPart<{ readonly at: Classification }> {
  if (options.label === null) return notDone('No label column was named.');
  if (chosen.cutoff === null) return notDone(chosen.reason ?? '');
  const at = classificationOf(judgedOf(rows), chosen.cutoff);
  return at === null ? notDone('No patient.') : done({ at });
}
