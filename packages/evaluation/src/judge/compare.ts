/**
 * Two scores on the same patients of one cohort: which tells more.
 */
import { compareAucPaired, compareConcordance } from '@mriscore/stats';
import type { AnalysisPart, ComparisonPart } from './analysis.ts';
import { done, notDone } from './analysis.ts';
import { attempt } from './attempt.ts';
import { followUpOfRows, withFollowUp } from './followed-rows.ts';
import type { AnalysisOptions } from './options.ts';
import type { AnalysisRow } from './rows.ts';

type RowWithBoth = AnalysisRow & { readonly second: number };

function areas(rows: readonly RowWithBoth[], options: AnalysisOptions): ComparisonPart['auc'] {
  if (options.label === null) return notDone('No label column was named.');
  const labelled = rows.filter(({ label }) => label !== null);
  const compared = attempt(() =>
    compareAucPaired(
      labelled.map(({ score }) => score),
      labelled.map(({ second }) => second),
      labelled.map(({ label }) => label ?? 0),
    ),
  );
  if (compared.value === null) return notDone(compared.reason);
  const { first, second, difference, z, p } = compared.value;
  return done({ first, second, difference, z, p });
}

function concordances(rows: readonly RowWithBoth[], options: AnalysisOptions): ComparisonPart['concordance'] {
  if (options.time === null) return notDone('No time and event column was named.');
  const followed = rows.flatMap((row) => withFollowUp([row]).map((one) => ({ ...one, second: row.second })));
  const compared = attempt(() =>
    compareConcordance(
      [followed.map(({ score }) => score), followed.map(({ second }) => second)],
      followUpOfRows(followed),
    ),
  );
  if (compared.value === null) return notDone(compared.reason);
  const { first, second, difference, p } = compared.value;
  return done({ n: followed.length, first: first.index.value, second: second.index.value, difference, p });
}

/** The comparison with the second score in one cohort. */
export function compareScores(
  rows: readonly AnalysisRow[],
  options: AnalysisOptions,
): AnalysisPart<ComparisonPart> {
  if (options.secondScore === null) return notDone('No second score was named.');
  const both = rows.flatMap((row) => (row.second === null ? [] : [{ ...row, second: row.second }]));
  if (both.length === 0) return notDone('No patient has both scores.');
  return done({ n: both.length, auc: areas(both, options), concordance: concordances(both, options) });
}
