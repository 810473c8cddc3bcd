/**
 * What the score says of the time to the event: curves, hazard ratios and their assumption, concordance, AUC over time.
 */

import type { Analysis, CohortAnalysis, Survival } from '../../analyse/analysis.ts';
import type { Tested } from '../../judge/result.ts';
import type { Content, Html } from '../../write/html.ts';
import { EMPTY, html } from '../../write/html.ts';
import { Notes } from '../../write/notes.ts';
import { count, estimate, number, pValue, UNDEFINED } from '../../write/numbers.ts';
import type { AnalysisFigures } from '../figures.ts';
import { medianCells, medianTable, SPLIT_MEDIAN_HEAD, WHOLE_MEDIAN_HEAD } from '../medians.ts';
import type { Section } from '../parts.ts';
import { figureGrid, remark, table } from '../parts.ts';
import { cohortName, nameAtCutoff } from '../words.ts';

interface Followed {
  readonly cohort: CohortAnalysis;
  readonly survival: Survival;
}

function followedOf({ cohorts }: Analysis): readonly Followed[] {
  return cohorts.flatMap((cohort) => (cohort.survival.done ? [{ cohort, survival: cohort.survival }] : []));
}

const NO_REASON = { statistic: null, degreesOfFreedom: 1 } as const;

/** A P value with the reason where it is not defined. */
export function testedP({ p, reason }: Tested, notes: Notes): Html {
  return html`<span class="whole">${pValue(p)}${p === null ? notes.mark(reason) : null}</span>`;
}

function medianRow({ cohort, survival }: Followed, notes: Notes): readonly Content[] {
  return [nameAtCutoff(cohort), ...medianCells(survival.endpoint, notes)];
}

function medians(followed: readonly Followed[]): Html {
  const notes = new Notes();
  const rows = followed.map((one) => medianRow(one, notes));
  const isSplit = rows.some(({ length }) => length > 3);
  const cells = (row: readonly Content[]): readonly Content[] =>
    isSplit && row.length === 3 ? [row[0] ?? null, ...Array<Content>(5).fill(UNDEFINED)] : row;
  const head = isSplit ? SPLIT_MEDIAN_HEAD : WHOLE_MEDIAN_HEAD;
  return html`${medianTable(head, rows.map(cells))}${notes.list()}`;
}

function selectionRemark(followed: readonly Followed[]): Html {
  const rows = followed.flatMap(({ cohort }): (readonly Content[])[] => {
    const { selection } = cohort.cutoff;
    if (selection === null) return [];
    const { statistic, pLausen92, pLausen94, pNaive } = selection;
    return [[nameAtCutoff(cohort), number(statistic), pValue(pLausen92), pValue(pLausen94), pValue(pNaive)]];
  });
  if (rows.length === 0) return EMPTY;
  return html`${table({
    caption: { en: 'Maximally selected cut-off', zh: '最大选择截断值' },
    head: [
      '',
      { en: 'Statistic', zh: '统计量' },
      { en: 'Corrected P (1992)', zh: '校正 P（1992）' },
      { en: 'Corrected P (1994)', zh: '校正 P（1994）' },
      { en: 'Naive P, not valid', zh: '未校正 P，无效' },
    ],
    rows,
  })}${remark(
    'The cut-off with the largest log-rank statistic was searched for; only the corrected P values (Lausen and Schumacher) take the search into account.',
    '搜索了对数秩统计量最大的截断值；只有校正 P 值（Lausen 与 Schumacher）考虑了搜索过程。',
  )}`;
}

/** Survival curves. */
export function survivalSection(analysis: Analysis, { survival }: AnalysisFigures): Section | null {
  const followed = followedOf(analysis);
  if (followed.length === 0) return null;
  return {
    id: 'survival',
    heading: { en: 'Survival', zh: '生存' },
    body: [
      figureGrid(survival),
      medians(followed),
      selectionRemark(followed),
      remark(
        'High and low: at or above, and below, the cut-off. Curves with pointwise 95 % bands (log-log); ticks are censored patients; dotted lines are medians. The numbers under an axis are the patients still followed without event at that month.',
        '高分与低分：达到和低于截断值。曲线附逐点 95 % 区间带（log-log）；短竖线为删失患者；点线为中位时间。坐标轴下的数字为该月仍在随访且未发生事件的患者数。',
      ),
    ],
  };
}

function ratioRow({ cohort, survival }: Followed, notes: Notes): readonly Content[] {
  const { endpoint, proportionalGroups, proportionalPerSd } = survival;
  const { hazardRatio, hazardRatioPerSd, events, n } = endpoint;
  return [
    nameAtCutoff(cohort),
    html`${count(events)}/${count(n)}`,
    estimate(hazardRatio, notes, { pivot: 1 }),
    testedP({ ...NO_REASON, p: hazardRatio.p }, notes),
    testedP(proportionalGroups, notes),
    estimate(hazardRatioPerSd, notes, { pivot: 1 }),
    testedP({ ...NO_REASON, p: hazardRatioPerSd.p }, notes),
    testedP(proportionalPerSd, notes),
  ];
}

const NOT_PROPORTIONAL =
  'The hazards are not proportional (P < 0.05): read this difference, not the hazard ratio.';

function meanRow({ cohort, survival }: Followed, notes: Notes): readonly Content[] {
  const { restrictedMean: found, proportionalGroups } = survival;
  if (!found.done)
    return [
      nameAtCutoff(cohort),
      html`${UNDEFINED}${notes.mark(found.reason)}`,
      UNDEFINED,
      UNDEFINED,
      UNDEFINED,
      UNDEFINED,
    ];
  const fails = proportionalGroups.p !== null && proportionalGroups.p < 0.05;
  return [
    nameAtCutoff(cohort),
    number(found.horizonMonths, 1),
    estimate(found.high, notes, { digits: 1 }),
    estimate(found.low, notes, { digits: 1 }),
    estimate(found.difference.estimate, notes, { digits: 1, pivot: 0 }),
    html`<span class="whole">${pValue(found.difference.p)}${notes.mark(fails ? NOT_PROPORTIONAL : undefined)}</span>`,
  ];
}

function ratios(followed: readonly Followed[]): Html {
  const notes = new Notes();
  const rows = followed.map((one) => ratioRow(one, notes));
  return html`${table({
    caption: { en: 'Hazard ratios', zh: '风险比' },
    head: [
      '',
      { en: 'Events', zh: '事件' },
      { en: 'High against low', zh: '高分对低分' },
      'P',
      { en: 'P, proportional hazards', zh: '比例风险检验 P' },
      { en: 'Per SD of the score', zh: '评分每标准差' },
      'P',
      { en: 'P, proportional hazards', zh: '比例风险检验 P' },
    ],
    rows,
  })}${notes.list()}`;
}

function means(followed: readonly Followed[]): Html {
  if (followed.every(({ cohort }) => cohort.cutoff.cutoff === null)) return EMPTY;
  const notes = new Notes();
  const rows = followed.map((one) => meanRow(one, notes));
  return html`${table({
    caption: { en: 'Mean time without event up to a horizon, months', zh: '至时间界限的平均无事件时间，月' },
    head: [
      '',
      { en: 'Horizon', zh: '时间界限' },
      { en: 'High', zh: '高分' },
      { en: 'Low', zh: '低分' },
      { en: 'High less low', zh: '高分减低分' },
      'P',
    ],
    rows,
  })}${notes.list()}${remark(
    'Needs no proportional hazards: where their test has P < 0.05, one hazard ratio does not describe the whole follow-up. The horizon is the shorter of the two longest follow-ups.',
    '不依赖比例风险假定：若比例风险检验 P < 0.05，单一风险比不能描述整个随访期。时间界限为两组最长随访时间中的较短者。',
  )}`;
}

/** Hazard ratios and what does not depend on them. */
export function hazardsSection(analysis: Analysis, { hazards }: AnalysisFigures): Section | null {
  const followed = followedOf(analysis);
  if (followed.length === 0) return null;
  return {
    id: 'hazards',
    heading: { en: 'Hazard ratios', zh: '风险比' },
    body: [
      hazards.length === 0 ? EMPTY : figureGrid(hazards),
      ratios(followed),
      remark(
        'Cox regression with one covariate, Efron ties, Wald intervals and P. Unadjusted: the score may stand for stage, site or treatment. Hollow squares: cohorts whose patients chose the cut-off.',
        '单变量 Cox 回归，Efron 处理结，Wald 区间和 P 值。未校正：评分可能代表分期、部位或治疗。空心方块：其患者参与选定截断值的队列。',
      ),
      means(followed),
    ],
  };
}

function concordanceRow({ cohort, survival }: Followed, notes: Notes): readonly Content[] {
  return [
    cohortName(cohort),
    estimate(survival.harrell, notes, { pivot: 0.5 }),
    estimate(survival.uno, notes, { pivot: 0.5 }),
    ...survival.aucAtTimes.map(({ auc, cases }) =>
      auc.value === null
        ? estimate(auc, notes)
        : html`${estimate(auc, notes, { pivot: 0.5 })}<div class="weak">${count(cases)} ${{ en: 'events', zh: '例事件' }}</div>`,
    ),
  ];
}

function secondScore({ cohorts, options }: Analysis): Html {
  if (options.secondScore === null) return EMPTY;
  const notes = new Notes();
  const rows = cohorts.map((cohort): readonly Content[] => {
    const part = cohort.comparison.done ? cohort.comparison.concordance : cohort.comparison;
    const name = cohortName(cohort);
    if (!part.done)
      return [name, html`${UNDEFINED}${notes.mark(part.reason)}`, UNDEFINED, UNDEFINED, UNDEFINED];
    return [
      name,
      count(part.n),
      html`${number(part.first)} / ${number(part.second)}`,
      estimate(part.difference, notes, { pivot: 0 }),
      pValue(part.p),
    ];
  });
  return html`${table({
    caption: {
      en: `Harrell's C of ${options.score} against ${options.secondScore}`,
      zh: `${options.score} 与 ${options.secondScore} 的 Harrell C 指数比较`,
    },
    head: ['', 'n', { en: 'C, first / second', zh: 'C，第一 / 第二' }, { en: 'Difference', zh: '差值' }, 'P'],
    rows,
  })}${notes.list()}`;
}

/** Concordance and AUC over time. */
export function concordanceSection(analysis: Analysis): Section | null {
  const followed = followedOf(analysis);
  if (followed.length === 0) return null;
  const notes = new Notes();
  const rows = followed.map((one) => concordanceRow(one, notes));
  const times = analysis.options.horizonsMonths.map((months) => ({
    en: `AUC at ${months} months`,
    zh: `${months} 个月 AUC`,
  }));
  return {
    id: 'concordance',
    heading: { en: 'Discrimination over time', zh: '随时间的区分度' },
    body: [
      table({
        caption: { en: 'Concordance and AUC by time', zh: '一致性指数与时间依赖 AUC' },
        head: [
          '',
          { en: "Harrell's C", zh: 'Harrell C 指数' },
          { en: "Uno's C", zh: 'Uno C 指数' },
          ...times,
        ],
        rows,
      }),
      notes.list(),
      remark(
        'Above 0.5 the higher score goes with the sooner event; below 0.5 with the later one. AUC at a time: events by then against patients followed beyond it, censoring by weights.',
        '大于 0.5 表示分数越高事件越早，小于 0.5 则越晚。某时点的 AUC：该时点前发生事件者对随访超过该时点者，删失以权重处理。',
      ),
      secondScore(analysis),
    ],
  };
}
