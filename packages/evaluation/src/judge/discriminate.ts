/**
 * How well the score tells positive from negative in one cohort, and what it calls at the cut-off.
 */
import type { Classification, Estimate } from '@mriscore/stats';
import { auc, aucBootstrap, classify, precisionRecall, random } from '@mriscore/stats';
import type { AnalysisPart, Discrimination, PrecisionRecallPart } from './analysis.ts';
import { done, notDone } from './analysis.ts';
import type { ChosenCutoff } from './cutoff.ts';
import type { AnalysisOptions } from './options.ts';
import type { AnalysisRow } from './rows.ts';
import { aucOf, hasBothClasses, type Judged, rocOf } from './set.ts';

/** Scores and labels of the rows that have a label. */
export function judgedOf(rows: readonly AnalysisRow[]): Judged {
  const labelled = rows.filter(({ label }) => label !== null);
  return {
    scores: Float64Array.from(labelled, ({ score }) => score),
    targets: Uint8Array.from(labelled, ({ label }) => label ?? 0),
  };
}

function areaOf(judged: Judged, cohort: string, options: AnalysisOptions): Estimate {
  if (!hasBothClasses(judged)) return aucOf(judged);
  const { scores, targets } = judged;
  if (options.interval !== 'bootstrap') {
    const { value, lower, upper, level, method, reason } = auc(scores, targets, {
      interval: options.interval,
    });
    return { value, lower, upper, level, method, ...(reason === undefined ? {} : { reason }) };
  }
  const { resamples, seed } = options;
  const drawn = aucBootstrap(scores, targets, { random: random(seed, 'analysis/auc', cohort), resamples });
  const { value, lower, upper, level, method, reason } = drawn;
  return { value, lower, upper, level, method, ...(reason === undefined ? {} : { reason }) };
}

function precisionRecallOf({ scores, targets }: Judged): PrecisionRecallPart {
  const { averagePrecision, prevalence, recall, precision } = precisionRecall(scores, targets);
  return { averagePrecision, prevalence, recall: [...recall], precision: [...precision] };
}

/** Discrimination in one cohort. */
export function discriminate(
  cohort: string,
  rows: readonly AnalysisRow[],
  options: AnalysisOptions,
): AnalysisPart<Discrimination> {
  if (options.label === null) return notDone('No label column was named.');
  const judged = judgedOf(rows);
  const both = hasBothClasses(judged);
  return done({
    n: judged.targets.length,
    positives: judged.targets.reduce((sum, target) => sum + target, 0),
    auc: areaOf(judged, cohort, options),
    roc: both ? rocOf(judged) : null,
    precisionRecall: both ? precisionRecallOf(judged) : null,
  });
}

/** Calls at the cut-off in one cohort. */
export function classifyAt(
  rows: readonly AnalysisRow[],
  chosen: ChosenCutoff,
  options: AnalysisOptions,
): AnalysisPart<{ readonly at: Classification }> {
  if (options.label === null) return notDone('No label column was named.');
  if (chosen.cutoff === null) return notDone(chosen.reason ?? '');
  const { scores, targets } = judgedOf(rows);
  if (targets.length === 0) return notDone('No patient.');
  return done({ at: classify(scores, targets, chosen.cutoff) });
}
