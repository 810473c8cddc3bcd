/**
 * How well the score tells positive from negative, beside a second score, and at the cut-off.
 */
import type { Classification } from '@mriscore/stats';
import type { Analysis, CohortAnalysis } from '../../analyse/analysis.ts';
import type { Content, Html, Text } from '../../write/html.ts';
import { EMPTY, element, html } from '../../write/html.ts';
import { Notes } from '../../write/notes.ts';
import { count, estimate, number, pValue, UNDEFINED } from '../../write/numbers.ts';
import { reasonText } from '../../write/reasons.ts';
import { confusionTable, shareLines } from '../confusion.ts';
import type { AnalysisFigures } from '../figures.ts';
import type { Section } from '../parts.ts';
import { figureGrid, remark, table } from '../parts.ts';
import { cohortCaution, cohortName, cutoffValue, nameAtCutoff } from '../words.ts';

function areaRow(cohort: CohortAnalysis, notes: Notes): readonly Content[] {
  const { discrimination: found } = cohort;
  if (!found.done)
    return [cohortName(cohort), html`${UNDEFINED}${notes.mark(found.reason)}`, UNDEFINED, UNDEFINED];
  const { positives, n, auc, precisionRecall } = found;
  return [
    cohortName(cohort),
    html`${count(positives)}/${count(n)}`,
    estimate(auc, notes, { pivot: 0.5 }),
    precisionRecall === null
      ? UNDEFINED
      : html`${number(precisionRecall.averagePrecision)} (${number(precisionRecall.prevalence)})`,
  ];
}

const METHODS: Readonly<Record<Analysis['options']['interval'], Text>> = {
  plain: { en: "DeLong's interval", zh: 'DeLong 区间' },
  logit: { en: "DeLong's interval on the logit scale", zh: 'logit 尺度的 DeLong 区间' },
  bootstrap: { en: 'bootstrap interval (stratified, percentile)', zh: '自助法区间（分层，百分位）' },
};

/** Discrimination. */
export function discriminationSection(analysis: Analysis, figures: AnalysisFigures): Section | null {
  if (analysis.options.label === null) return null;
  const notes = new Notes();
  const rows = analysis.cohorts.map((cohort) => areaRow(cohort, notes));
  return {
    id: 'discrimination',
    heading: { en: 'Discrimination', zh: '区分度' },
    body: [
      figureGrid(figures.discrimination),
      table({
        caption: { en: 'Area under the curves', zh: '曲线下面积' },
        head: [
          '',
          { en: 'Positive', zh: '阳性' },
          'AUC',
          { en: 'Average precision (prevalence)', zh: '平均精确率（患病率）' },
        ],
        rows,
      }),
      notes.list(),
      html`<p class="remark">AUC: ${METHODS[analysis.options.interval]}. ${{ en: 'Average precision of a score that says nothing is the prevalence (dotted). A cohort with one class only has no curve.', zh: '无信息评分的平均精确率等于患病率（点线）。只有一个类别的队列没有曲线。' }}</p>`,
      comparison(analysis),
    ],
  };
}

function comparisonRow(cohort: CohortAnalysis, notes: Notes): readonly Content[] {
  const { comparison: found } = cohort;
  const name = cohortName(cohort);
  if (!found.done)
    return [name, html`${UNDEFINED}${notes.mark(found.reason)}`, UNDEFINED, UNDEFINED, UNDEFINED];
  const { auc, n } = found;
  if (!auc.done) return [name, count(n), html`${UNDEFINED}${notes.mark(auc.reason)}`, UNDEFINED, UNDEFINED];
  return [
    name,
    count(n),
    html`${number(auc.first)} / ${number(auc.second)}`,
    estimate(auc.difference, notes, { pivot: 0 }),
    pValue(auc.p),
  ];
}

function comparison({ cohorts, options }: Analysis): Html {
  if (options.secondScore === null) return EMPTY;
  const notes = new Notes();
  const rows = cohorts.map((cohort) => comparisonRow(cohort, notes));
  const { score, secondScore } = options;
  return html`${table({
    caption: { en: `${score} against ${secondScore}`, zh: `${score} 与 ${secondScore} 比较` },
    head: [
      '',
      { en: 'n with both', zh: '两者均有' },
      { en: 'AUC, first / second', zh: 'AUC，第一 / 第二' },
      { en: 'Difference', zh: '差值' },
      'P',
    ],
    rows,
  })}${notes.list()}${remark(
    'Paired DeLong test on the patients who have both scores. It is not valid where one score was fitted on these patients with the other inside.',
    '在同时具有两种评分的患者上作配对 DeLong 检验。若其中一种评分以另一种为输入并在这些患者上拟合，则检验无效。',
  )}`;
}

function likelihoodRatios(at: Classification, notes: Notes): Html {
  return html`<div><dt>${{ en: 'Likelihood ratios, positive / negative', zh: '似然比，阳性 / 阴性' }}</dt><dd>${estimate(at.positiveLikelihoodRatio, notes, { digits: 2 })} / ${estimate(at.negativeLikelihoodRatio, notes, { digits: 2 })}</dd></div>`;
}

function cutoffCard(cohort: CohortAnalysis, at: Classification, notes: Notes): Html {
  return element(
    'article',
    { class: cohort.cutoff.origin === 'apparent' ? 'card apparent' : 'card' },
    html`<h3>${nameAtCutoff(cohort)}</h3><p class="size">${{ en: 'positive when score', zh: '判为阳性：评分' }} ≥ ${cutoffValue(at.cutoff.value)} <span class="weak">(${at.cutoff.rule})</span></p>`,
    html`<div class="pair">${confusionTable(at)}<dl>${shareLines(at, notes)}${likelihoodRatios(at, notes)}</dl></div>`,
    html`<p class="caution">${cohortCaution(cohort)}</p>`,
  );
}

/** Calls at the cut-off, or why there are none. */
export function classificationSection({ cohorts, options }: Analysis): Section | null {
  if (options.label === null) return null;
  const notes = new Notes();
  const cards = cohorts.map((cohort) =>
    cohort.classification.done
      ? cutoffCard(cohort, cohort.classification.at, notes)
      : html`<article class="card"><h3>${cohortName(cohort)}</h3><p class="caution">${reasonText(cohort.classification.reason)}</p></article>`,
  );
  const reasons = new Set(cohorts.map(({ classification: found }) => (found.done ? null : found.reason)));
  const [only] = [...reasons];
  return {
    id: 'classification',
    heading: { en: 'At the cut-off', zh: '截断值处的表现' },
    body:
      reasons.size === 1 && only != null
        ? html`<p>${reasonText(only)}</p>`
        : [
            html`<div class="cards wide">${cards}</div>`,
            notes.list(),
            remark(
              'Proportions with 95 % Wilson intervals. Columns of a matrix are what the patients have, rows what the score says. Predictive values hold for the prevalence of their cohort only.',
              '比例附 95 % Wilson 区间。矩阵的列为患者实际情况，行为评分判断。预测值只适用于该队列的患病率。',
            ),
          ],
  };
}
