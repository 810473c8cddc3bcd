/**
 * The first numbers of an analysis as lines of text; what was not done says why.
 */
import type { Analysis, CohortAnalysis } from '@mriscore/evaluation';
import { formatInterval } from './headlines.ts';
import { formatTable } from './table.ts';

/** Collects reasons and gives each a number. */
class Reasons {
  readonly all: string[] = [];

  mark(reason: string | undefined): string {
    if (reason === undefined || reason === '') return '';
    if (!this.all.includes(reason)) this.all.push(reason);
    return ` [${this.all.indexOf(reason) + 1}]`;
  }
}

function pText(p: number | null): string {
  if (p === null) return '-';
  return p < 0.001 ? 'P < 0.001' : `P = ${p.toFixed(3)}`;
}

function labelCells({ discrimination, classification }: CohortAnalysis, reasons: Reasons): readonly string[] {
  if (!discrimination.done) return ['-', '-', '-', '-'];
  const { n, positives, auc } = discrimination;
  const area = `${formatInterval(auc, 3)}${auc.value === null ? reasons.mark(auc.reason) : ''}`;
  if (!classification.done)
    return [`${positives}/${n}`, area, `-${reasons.mark(classification.reason)}`, '-'];
  const { sensitivity, specificity } = classification.at;
  return [`${positives}/${n}`, area, formatInterval(sensitivity, 3), formatInterval(specificity, 3)];
}

function survivalCells({ survival }: CohortAnalysis, reasons: Reasons): readonly string[] {
  if (!survival.done) return [`-${reasons.mark(survival.reason)}`, '-', '-', '-'];
  const { endpoint, harrell } = survival;
  const { hazardRatio, hazardRatioPerSd, events, n } = endpoint;
  const ratio =
    hazardRatio.value === null
      ? `-${reasons.mark(hazardRatio.reason)}`
      : `${formatInterval(hazardRatio, 2)}, ${pText(hazardRatio.p)}`;
  return [
    `${events}/${n}`,
    formatInterval(harrell, 3),
    `${formatInterval(hazardRatioPerSd, 2)}, ${pText(hazardRatioPerSd.p)}`,
    ratio,
  ];
}

function nameOf({ name, cutoff, isTuning }: CohortAnalysis): string {
  if (isTuning) return `${name} (tuning, apparent at the cut-off)`;
  return cutoff.origin === 'apparent' ? `${name} (exploratory, apparent at the cut-off)` : name;
}

function missingLines({ missing }: Analysis): readonly string[] {
  return missing
    .filter(({ rows }) => rows > 0)
    .map(
      ({ column, rows, leftOutOf }) =>
        `  ${column}: ${rows} ${rows === 1 ? 'row' : 'rows'} without a value, left out of ${leftOutOf}`,
    );
}

function cutoffLine({ cutoff, options }: Analysis): string {
  if (options.exploratory) return 'Cut-off: chosen on the patients it is judged on (exploratory).';
  if (cutoff === null) return 'Cut-off: none.';
  const from =
    cutoff.n === 0 ? cutoff.rule : `${cutoff.rule}, chosen on ${cutoff.n} patients of ${options.tuning}`;
  return `Cut-off: positive when score >= ${cutoff.value} (${from}).`;
}

/** The lines that end an analysis. */
export function formatAnalysis(analysis: Analysis, page: string | null): readonly string[] {
  const { cohorts, options, table, analysed } = analysis;
  const reasons = new Reasons();
  const labels =
    options.label === null
      ? []
      : [
          '',
          ...formatTable([
            ['', 'positive', 'AUC (95 % CI)', 'sensitivity', 'specificity'],
            ...cohorts.map((cohort) => [nameOf(cohort), ...labelCells(cohort, reasons)]),
          ]),
        ];
  const survival =
    options.time === null
      ? []
      : [
          '',
          ...formatTable([
            ['', 'events', "Harrell's C", 'hazard ratio per SD', 'hazard ratio, high against low'],
            ...cohorts.map((cohort) => [nameOf(cohort), ...survivalCells(cohort, reasons)]),
          ]),
        ];
  return [
    `${analysed} of ${table.rows} rows of ${table.file}. ${cutoffLine(analysis)}`,
    ...missingLines(analysis),
    ...labels,
    ...survival,
    ...(reasons.all.length === 0
      ? []
      : ['', ...reasons.all.map((reason, index) => `[${index + 1}] ${reason}`)]),
    '',
    page === null ? 'Add --out DIRECTORY for the report with everything else.' : `Report: ${page}`,
    'Research use only, not for diagnosis.',
  ];
}
