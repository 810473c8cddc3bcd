/**
 * The comparison of the score with a second one in one cohort, on the rows that have both.
 */
import { compareAreas, compareConcordances, type ScorePair } from '../judge/compare.ts';
import { followUpOfPatients } from '../judge/follow-up.ts';
import { type AnalysisPart, done, notDone } from '../judge/part.ts';
import type { ComparisonPart } from './analysis.ts';
import { withFollowUp } from './followed-rows.ts';
import type { AnalysisOptions } from './options.ts';
import type { AnalysisRow } from './rows.ts';

type RowWithBoth = AnalysisRow & { readonly second: number };

function pairOf(rows: readonly RowWithBoth[]): ScorePair {
  return { first: rows.map(({ score }) => score), second: rows.map(({ second }) => second) };
}

function areas(rows: readonly RowWithBoth[], options: AnalysisOptions): ComparisonPart['auc'] {
  if (options.label === null) return notDone('No label column was named.');
  const labelled = rows.filter(({ label }) => label !== null);
  return compareAreas(
    pairOf(labelled),
    labelled.map(({ label }) => label ?? 0),
  );
}

function concordances(rows: readonly RowWithBoth[], options: AnalysisOptions): ComparisonPart['concordance'] {
  if (options.time === null) return notDone('No time and event column was named.');
  const followed = withFollowUp(rows);
  if (followed.length === 0) return notDone('No patient has follow-up.');
  return compareConcordances(pairOf(followed), followUpOfPatients(followed));
}

/** The comparison with the second score in one cohort. */
export function comparisonOf(
  rows: readonly AnalysisRow[],
  options: AnalysisOptions,
): AnalysisPart<ComparisonPart> {
  if (options.secondScore === null) return notDone('No second score was named.');
  const both = rows.flatMap((row) => (row.second === null ? [] : [{ ...row, second: row.second }]));
  if (both.length === 0) return notDone('No patient has both scores.');
  return done({ n: both.length, auc: areas(both, options), concordance: concordances(both, options) });
}
