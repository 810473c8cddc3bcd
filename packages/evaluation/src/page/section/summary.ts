/**
 * The box at the top of an analysis: the numbers a person asks for first, and where the cut-off came from.
 */

import type { Analysis, CohortAnalysis } from '../../analyse/analysis.ts';
import type { Content, Html } from '../../write/html.ts';
import { EMPTY, element, html } from '../../write/html.ts';
import { Notes } from '../../write/notes.ts';
import { count, estimate, pWithName } from '../../write/numbers.ts';
import type { Section } from '../parts.ts';
import { paragraph, remark } from '../parts.ts';
import { cohortCaution, cohortName, cutoffValue } from '../words.ts';

function line(name: Content, value: Content): Html {
  return html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
}

function discriminationLines({ discrimination }: CohortAnalysis, notes: Notes): readonly Html[] {
  if (!discrimination.done) return [];
  const { auc, n, positives } = discrimination;
  return [
    line(
      'AUC',
      html`${estimate(auc, notes, { pivot: 0.5 })} <span class="weak">${count(positives)}/${count(n)} ${{ en: 'positive', zh: '例阳性' }}</span>`,
    ),
  ];
}

function survivalLines({ survival, cutoff }: CohortAnalysis, notes: Notes): readonly Html[] {
  if (!survival.done) return [];
  const { endpoint, harrell } = survival;
  const { hazardRatio, hazardRatioPerSd, logRank, events, n } = endpoint;
  const happened = html`<span class="weak">${count(events)}/${count(n)} ${{ en: 'events', zh: '例事件' }}</span>`;
  return [
    ...(cutoff.cutoff === null
      ? []
      : [
          line(
            { en: 'Hazard ratio, high against low', zh: '风险比，高分对低分' },
            html`${estimate(hazardRatio, notes, { pivot: 1 })}; ${{ en: 'log-rank', zh: '对数秩' }} ${pWithName(logRank.p)}`,
          ),
        ]),
    line(
      { en: 'Hazard ratio per SD of the score', zh: '评分每标准差的风险比' },
      html`${estimate(hazardRatioPerSd, notes, { pivot: 1 })}; ${pWithName(hazardRatioPerSd.p)}`,
    ),
    line(
      { en: "Harrell's C", zh: 'Harrell C 指数' },
      html`${estimate(harrell, notes, { pivot: 0.5 })} ${happened}`,
    ),
  ];
}

function card(cohort: CohortAnalysis, notes: Notes): Html {
  const isApparent = cohort.cutoff.origin === 'apparent';
  return element(
    'article',
    { class: isApparent ? 'card apparent' : 'card' },
    html`<h3>${cohortName(cohort)}</h3><p class="size">n = ${count(cohort.n)}</p>`,
    html`<dl>${discriminationLines(cohort, notes)}${survivalLines(cohort, notes)}</dl>`,
    html`<p class="caution">${cohortCaution(cohort)}</p>`,
  );
}

function introduction({ options, analysed, table, cohorts }: Analysis): Html {
  const file = html`<code>${table.file}</code>`;
  const score = html`<code>${options.score}</code>`;
  return paragraph(
    html`${count(analysed)} of the ${count(table.rows)} rows of ${file}, in ${count(cohorts.length)} ${cohorts.length === 1 ? 'cohort' : 'cohorts'}. The score is column ${score}; higher means more likely positive and a sooner event, and is never turned round.`,
    html`${file} 的 ${count(table.rows)} 行中有 ${count(analysed)} 行纳入分析，共 ${count(cohorts.length)} 个队列。评分为 ${score} 列；分数越高表示越可能为阳性、事件越早，方向从不翻转。`,
  );
}

function cutoffWords({ cutoff, options, cohorts }: Analysis): Html {
  if (options.exploratory)
    return html`<p class="simulated">${{
      en: 'Exploratory: in every cohort the cut-off was chosen on the patients it is judged on. What is shown at a cut-off does not hold for other patients.',
      zh: '探索性分析：各队列的截断值均在被评价的患者上选定。截断值处的结果不适用于其他患者。',
    }}</p>`;
  if (cutoff === null)
    return paragraph(
      'There is no cut-off: none was given, and no tuning cohort was named to choose one on. A cut-off chosen on the patients it is judged on would make every number at it too good, so nothing is classified.',
      '没有截断值：既未给定，也未指定用于选择截断值的调参队列。在被评价的患者上选择截断值会使其处的所有结果偏乐观，因此不作分类。',
    );
  const value = cutoffValue(cutoff.value);
  if (cutoff.n === 0)
    return paragraph(
      html`Cut-off: positive when score ≥ ${value}, fixed beforehand.`,
      html`截断值：评分 ≥ ${value} 判为阳性，事先固定。`,
    );
  const tuning = cohorts.find(({ isTuning }) => isTuning)?.name ?? '';
  return paragraph(
    html`Cut-off: positive when score ≥ ${value} (${cutoff.rule}), chosen on the ${count(cutoff.n)} patients of ${tuning} and on nobody else, then locked. SHA-256 of the rows it was chosen on: <code>${cutoff.fittedOn}</code>.`,
    html`截断值：评分 ≥ ${value} 判为阳性（${cutoff.rule}），仅在 ${tuning} 的 ${count(cutoff.n)} 例患者上选定，随后锁定。选定所用行的 SHA-256：<code>${cutoff.fittedOn}</code>。`,
  );
}

const SURVIVAL_REMARK = remark(
  'Hazard ratios by Cox regression; above 1 the event comes sooner with a high score. SD: standard deviation of the score in its cohort. An association with survival is prognostic; it does not show who benefits from a treatment.',
  '风险比由 Cox 回归得出；大于 1 表示高分者事件较早。标准差：评分在该队列中的标准差。与生存的关联仅为预后关联，不能说明谁会从治疗中获益。',
);

/** The summary. */
export function summarySection(analysis: Analysis): Section {
  const notes = new Notes();
  const judged = [...analysis.cohorts].sort((a, b) => Number(a.isTuning) - Number(b.isTuning));
  const cards = judged.map((cohort) => card(cohort, notes));
  return {
    id: 'summary',
    heading: { en: 'Summary', zh: '摘要' },
    body: [
      introduction(analysis),
      cutoffWords(analysis),
      html`<div class="cards">${cards}</div>`,
      notes.list(),
      remark('Values with 95 % confidence intervals in square brackets.', '方括号内为 95 % 置信区间。'),
      analysis.options.time === null ? EMPTY : SURVIVAL_REMARK,
    ],
  };
}
