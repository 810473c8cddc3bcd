/**
 * The score beside other columns, and whether treatment works differently by score.
 */
import type { Estimate, InteractionClaim, TreatmentInteraction } from '@mriscore/stats';
import type { Analysis, CohortAnalysis } from '../../analyse/analysis.ts';
import type { AnalysisPart } from '../../judge/part.ts';
import type { AdjustedModel } from '../../judge/result.ts';
import type { Content, Html, Text } from '../../write/html.ts';
import { html } from '../../write/html.ts';
import { Notes } from '../../write/notes.ts';
import { count, estimate, pValue, pWithName } from '../../write/numbers.ts';
import { reasonText } from '../../write/reasons.ts';
import type { Section } from '../parts.ts';
import { remark, table } from '../parts.ts';
import { cohortName, cutoffValue } from '../words.ts';

function withName(words: Text, cohort: CohortAnalysis): Text {
  const name = cohortName(cohort);
  return { en: `${words.en}: ${name.en}`, zh: `${words.zh}：${name.zh}` };
}

function leftOutWords(names: readonly string[]): Html | null {
  if (names.length === 0) return null;
  const list = names.join(', ');
  return html`<p>${{ en: `Not in the model, because it does not vary in this cohort: ${list}.`, zh: `以下协变量在该队列中不变，未进入模型：${list}。` }}</p>`;
}

/** The name of a term; the words around the user's own names are translated. */
function termText(name: string): Text {
  if (name === 'score per SD') return { en: name, zh: '评分每标准差' };
  const [, column, level, reference] = /^(.*): (.*) against (.*)$/.exec(name) ?? [];
  return column === undefined
    ? { en: name, zh: name }
    : { en: name, zh: `${column}：${level} 对 ${reference}` };
}

const METHODS: Readonly<Record<string, string>> = {
  'Cox regression, efron ties': 'Cox 回归，Efron 处理结',
  'Logistic regression, Wald limits': 'Logistic 回归，Wald 区间',
  'Logistic regression, Firth penalty (the data are separated), profile limits':
    'Logistic 回归，Firth 惩罚（数据可完全分开），轮廓似然区间',
};

function methodText(method: string): Text {
  return { en: method, zh: METHODS[method] ?? method };
}

function modelTable(
  cohort: CohortAnalysis,
  model: AnalysisPart<AdjustedModel>,
  words: { readonly caption: Text; readonly ratio: Text },
): Html {
  const caption = withName(words.caption, cohort);
  if (!model.done) return html`<p>${caption}. ${reasonText(model.reason)}</p>`;
  const notes = new Notes();
  const rows = model.terms.map(({ name, ratio }): readonly Content[] => [
    termText(name),
    estimate(ratio, notes, { pivot: 1 }),
    pValue(ratio.p),
  ]);
  const { n, events, added, proportional, cautions, leftOut } = model;
  const proportionalWords =
    proportional === null
      ? null
      : html` ${{ en: 'Proportional hazards, all terms:', zh: '比例风险（全部项）：' }} ${pWithName(proportional.p)}${proportional.p === null ? notes.mark(proportional.reason) : null}.`;
  const cautionWords = cautions.map((caution) => html`<p>${reasonText(caution)}</p>`);
  return html`${table({ caption, head: ['', words.ratio, 'P'], rows })}<p class="remark">n = ${count(n)}, ${{ en: 'events', zh: '事件' }} ${count(events)}. ${{ en: 'Score on top of the covariates, likelihood-ratio test:', zh: '在协变量基础上加入评分，似然比检验：' }} ${pWithName(added.p)}.${proportionalWords} ${methodText(model.method)}.</p>${leftOutWords(leftOut)}${cautionWords}${notes.list()}`;
}

/** Models with covariates, or nothing where none were named. */
export function adjustedSection({ cohorts, options }: Analysis): Section | null {
  if (options.covariates.length === 0) return null;
  const cox = {
    caption: { en: 'Cox regression', zh: 'Cox 回归' },
    ratio: { en: 'Hazard ratio', zh: '风险比' },
  };
  const logistic = {
    caption: { en: 'Logistic regression of the label', zh: '标签的 logistic 回归' },
    ratio: { en: 'Odds ratio', zh: '比值比' },
  };
  return {
    id: 'adjusted',
    heading: { en: 'Adjusted for other columns', zh: '多变量校正' },
    body: [
      ...(options.label === null
        ? []
        : cohorts.map((cohort) => modelTable(cohort, cohort.logistic, logistic))),
      ...(options.time === null ? [] : cohorts.map((cohort) => modelTable(cohort, cohort.cox, cox))),
      remark(
        'The score per standard deviation, without a cut-off. Rows with a gap in any covariate are left out. Categories are compared with the first in the order of the alphabet.',
        '评分按每标准差计，不使用截断值。任一协变量缺失的行不参与。分类变量与按字母顺序的第一类比较。',
      ),
    ],
  };
}

const CLAIMS: Readonly<Record<InteractionClaim, string>> = {
  'prognostic only':
    '所有患者接受相同治疗，因此评分至多可称为预后性的；没有对照组，无从得知谁会从治疗中获益。',
  'no interaction shown':
    '未显示治疗与评分的交互作用；数据不支持按评分选择治疗，也不能证明各评分水平的获益相同。',
  interaction:
    '治疗效果随评分而不同，该发现需在其他患者中证实；若治疗非随机分配，交互作用可能反映患者的选择。',
  'not estimable': '有一组没有事件，无法估计交互作用。',
};

function effectRows(found: TreatmentInteraction, notes: Notes): readonly (readonly Content[])[] {
  const show = (ratio: Estimate): Html => estimate(ratio, notes, { pivot: 1 });
  const quartiles = [
    { en: 'lower quartile', zh: '下四分位' },
    { en: 'median', zh: '中位' },
    { en: 'upper quartile', zh: '上四分位' },
  ];
  return [
    [
      { en: 'Interaction: ratio of hazard ratios per SD', zh: '交互作用：每标准差的风险比之比' },
      show(found.ratioOfHazardRatios),
    ],
    ...found.treatmentEffect.map(({ score, hazardRatio }, index): readonly Content[] => [
      html`${{ en: 'Treatment against comparator at the ', zh: '治疗对对照，评分为' }}${quartiles[index] ?? null} (${cutoffValue(score)})`,
      show(hazardRatio),
    ]),
    ...found.scoreEffect.map(({ treatment, hazardRatio }): readonly Content[] => [
      treatment === 1
        ? { en: 'Score per SD under treatment', zh: '治疗组中评分每标准差' }
        : { en: 'Score per SD under the comparator', zh: '对照组中评分每标准差' },
      show(hazardRatio),
    ]),
  ];
}

function interactionOf(cohort: CohortAnalysis): Html {
  const { interaction: found } = cohort;
  const caption = withName({ en: 'Treatment and score', zh: '治疗与评分' }, cohort);
  if (!found.done) return html`<p>${caption}. ${reasonText(found.reason)}</p>`;
  const sentence = html`<p>${cohortName(cohort)}: ${{ en: found.sentence, zh: CLAIMS[found.claim] }}</p>`;
  const arms = found.arms.map(
    ({ treatment, n, events }) =>
      html` ${treatment === 1 ? { en: 'treatment', zh: '治疗' } : { en: 'comparator', zh: '对照' }} ${count(events)}/${count(n)}`,
  );
  if (found.treatmentEffect.length === 0) return sentence;
  const notes = new Notes();
  const rows = effectRows(found, notes);
  return html`${sentence}${table({ caption, head: ['', { en: 'Hazard ratio', zh: '风险比' }], rows })}<p class="remark">${{ en: 'Likelihood-ratio test of the interaction:', zh: '交互作用的似然比检验：' }} ${pWithName(found.test.p)}. ${{ en: 'Events:', zh: '事件：' }}${arms}.</p>${notes.list()}`;
}

/** What may be said of benefit from treatment. */
export function treatmentSection({ cohorts, options }: Analysis): Section | null {
  if (options.time === null) return null;
  const heading = { en: 'Prognostic or predictive', zh: '预后还是预测' };
  if (options.treatment === null)
    return {
      id: 'treatment',
      heading,
      body: html`<p>${{
        en: 'No treatment column was named. Without a comparator the score can be called prognostic at most: nothing here shows who benefits from a treatment.',
        zh: '未指定治疗列。没有对照组时，评分至多可称为预后性的：此处的结果都不能说明谁会从治疗中获益。',
      }}</p>`,
    };
  return { id: 'treatment', heading, body: cohorts.map(interactionOf) };
}
