/**
 * The whole evaluation and survival part on one table: reads the rows, locks the cut-off, judges cohort by cohort.
 *
 * Knows nothing of files or pages. The same rows in another order give the same numbers to the last digit.
 */
import type { Table } from '../table/parse.ts';
import { adjustedHazard, adjustedOdds, treatmentOf } from './adjusted.ts';
import type { Analysis, CohortAnalysis, ScoreScale } from './analysis.ts';
import { comparisonOf } from './comparison.ts';
import type { CovariateKind } from './covariates.ts';
import { covariateKinds } from './covariates.ts';
import type { ChosenCutoff } from './cutoff.ts';
import { cutoffIn, lockedCutoff } from './cutoff.ts';
import { definite } from './definite.ts';
import { callsOf, discriminationOf } from './labelled.ts';
import type { AnalysisOptions, AnalysisRequest } from './options.ts';
import { resolveOptions } from './options.ts';
import { riskOf, scaleOf } from './risk.ts';
import type { AnalysisRow } from './rows.ts';
import { parseRows } from './rows.ts';
import { survivalOf } from './survival.ts';

/** Name of the one cohort of a table that has no cohort column. */
export const ALL_ROWS = 'all rows';

/** What is known before the first cohort is judged. */
interface Known {
  readonly options: AnalysisOptions;
  readonly scale: ScoreScale;
  readonly locked: ChosenCutoff;
  readonly kinds: readonly CovariateKind[];
}

function judgeCohort(cohort: string, rows: readonly AnalysisRow[], known: Known): CohortAnalysis {
  const { options, scale, locked, kinds } = known;
  const isTuning = options.tuning !== null && cohort === options.tuning;
  const cutoff = cutoffIn(cohort, rows, { locked, options });
  return {
    name: options.cohort === null ? ALL_ROWS : cohort,
    isTuning,
    n: rows.length,
    cutoff,
    discrimination: discriminationOf(cohort, rows, options),
    classification: callsOf(rows, cutoff, options),
    calibration: riskOf(rows, { scale, options, isTuning }),
    survival: survivalOf(rows, cutoff, options),
    comparison: comparisonOf(rows, options),
    logistic: adjustedOdds(rows, kinds, options),
    cox: adjustedHazard(rows, kinds, options),
    interaction: treatmentOf(rows, options),
  };
}

/** Cohort names: the tuning cohort first, the others in the order of the alphabet. */
function cohortNames(rows: readonly AnalysisRow[], tuning: string | null): readonly string[] {
  const names = [...new Set(rows.map(({ cohort }) => cohort))].sort();
  return tuning === null ? names : [tuning, ...names.filter((name) => name !== tuning)];
}

/** Where a table came from. */
export interface TableSource {
  /** SHA-256 of the file. */
  readonly sha256: string;
  /** Version of the program, for the record. */
  readonly mriscore: string;
}

/**
 * Analyses a table.
 *
 * @param table Rows of patients that are independent of each other: one row a patient.
 * @param request Which column means what; see `AnalysisOptions`.
 * @throws EvaluationError `analysis/options` for a request that contradicts itself; `table/...` and `cohort/...` for cells
 * and cohorts that cannot be used.
 * @example
 * const table = parseTable('dls,cps20\n0.9,1\n0.2,0\n', 'scores.csv');
 * analyseTable(table, { score: 'dls', label: 'cps20' }, { sha256: '', mriscore: '' }).cohorts[0]?.n; // 2
 */
export function analyseTable(table: Table, request: AnalysisRequest, source: TableSource): Analysis {
  const options = resolveOptions(request);
  const { total, rows, missing } = parseRows(table, options);
  const known: Known = {
    options,
    scale: scaleOf(rows, options),
    kinds: covariateKinds(rows, options),
    locked: lockedCutoff(rows, options),
  };
  const cohorts = cohortNames(rows, options.tuning).map((cohort) =>
    definite(
      judgeCohort(
        cohort,
        rows.filter((row) => row.cohort === cohort),
        known,
      ),
    ),
  );
  return {
    schema: 'mriscore/analysis/1',
    intendedUse: 'research',
    mriscore: source.mriscore,
    table: { file: table.file, sha256: source.sha256, rows: total },
    options,
    analysed: rows.length,
    missing,
    scale: known.scale,
    cutoff: known.locked.cutoff,
    cohorts,
  };
}
