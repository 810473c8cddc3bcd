/**
 * What the table held: which column was used for what, who was left out of what, and who is in each cohort.
 */

import type { Analysis, CohortAnalysis } from '../../analyse/analysis.ts';
import type { AnalysisOptions } from '../../analyse/options.ts';
import type { ColumnUse, MissingCount } from '../../analyse/rows.ts';
import type { Content, Text } from '../../write/html.ts';
import { html } from '../../write/html.ts';
import { Notes } from '../../write/notes.ts';
import { count, estimate, UNDEFINED } from '../../write/numbers.ts';
import type { Section } from '../parts.ts';
import { remark, table } from '../parts.ts';
import { cohortName } from '../words.ts';

const USES: Readonly<Record<ColumnUse, Text>> = {
  cohort: { en: 'cohort', zh: '队列' },
  score: { en: 'score', zh: '评分' },
  label: { en: 'label', zh: '标签' },
  time: { en: 'time', zh: '时间' },
  event: { en: 'event', zh: '事件' },
  'second score': { en: 'second score', zh: '第二评分' },
  treatment: { en: 'treatment', zh: '治疗' },
  covariate: { en: 'covariate', zh: '协变量' },
};

const LEFT_OUT: Readonly<Record<MissingCount['leftOutOf'], Text>> = {
  everything: { en: 'everything', zh: '全部分析' },
  label: { en: 'what needs a label', zh: '需要标签的分析' },
  survival: { en: 'survival', zh: '生存分析' },
  comparison: { en: 'the comparison of scores', zh: '评分比较' },
  interaction: { en: 'the treatment interaction', zh: '治疗交互分析' },
  'adjusted models': { en: 'the adjusted models', zh: '校正模型' },
};

function missingRow({ column, use, rows, leftOutOf }: MissingCount): readonly Content[] {
  return [html`<code>${column}</code>`, USES[use], count(rows), rows === 0 ? UNDEFINED : LEFT_OUT[leftOutOf]];
}

function cohortRow(cohort: CohortAnalysis, options: AnalysisOptions, notes: Notes): readonly Content[] {
  const { discrimination, survival } = cohort;
  return [
    cohortName(cohort),
    count(cohort.n),
    ...(discrimination.done ? [html`${count(discrimination.positives)}/${count(discrimination.n)}`] : []),
    ...(options.time === null
      ? []
      : survival.done
        ? [
            html`${count(survival.endpoint.events)}/${count(survival.endpoint.n)}`,
            estimate(survival.endpoint.medianFollowUp, notes, { digits: 1 }),
          ]
        : [html`${UNDEFINED}${notes.mark(survival.reason)}`, UNDEFINED]),
  ];
}

function cohortHead({ label, time }: AnalysisOptions): readonly Content[] {
  return [
    '',
    'n',
    ...(label === null ? [] : [{ en: 'Positive, of those with a label', zh: '阳性/有标签者' }]),
    ...(time === null
      ? []
      : [
          { en: 'Events, of those followed', zh: '事件/有随访者' },
          { en: 'Median follow-up, months', zh: '中位随访，月' },
        ]),
  ];
}

/** Rows, columns and cohorts. */
export function dataSection(analysis: Analysis): Section {
  const notes = new Notes();
  const words = analysis.options.missing.map((word) => html` <code>${word}</code>`);
  return {
    id: 'data',
    heading: { en: 'Data', zh: '数据' },
    body: [
      table({
        caption: { en: 'Columns, and rows without a value', zh: '各列及缺失行数' },
        head: [
          { en: 'Column', zh: '列' },
          { en: 'Used as', zh: '用途' },
          { en: 'Rows without a value', zh: '缺失行数' },
          { en: 'These are left out of', zh: '这些行不参与' },
        ],
        rows: analysis.missing.map(missingRow),
      }),
      remark(
        html`Cells that are empty${words.length > 0 ? html` or hold${words}` : null} count as not known. Nothing is imputed.`,
        html`空单元格${words.length > 0 ? html`或内容为${words} 的单元格` : null}视为未知。不作任何填补。`,
      ),
      table({
        caption: { en: 'Cohorts', zh: '队列' },
        head: cohortHead(analysis.options),
        rows: analysis.cohorts.map((cohort) => cohortRow(cohort, analysis.options, notes)),
      }),
      notes.list(),
      remark(
        html`Rows are taken as patients that are independent of each other.${analysis.options.time === null ? null : ' Follow-up by the reverse Kaplan-Meier method.'}`,
        html`各行视为相互独立的患者。${analysis.options.time === null ? null : '随访时间采用反向 Kaplan-Meier 法。'}`,
      ),
    ],
  };
}
