/**
 * What the score says of follow-up: survival curves, hazard ratios, and response where it was asked for.
 */

import type { EndpointResult } from '@mriscore/evaluation/judge';
import type { Section } from '@mriscore/evaluation/page';
import {
  figureGrid,
  medianCells,
  medianTable,
  paragraph,
  remark,
  SPLIT_MEDIAN_HEAD,
  table,
} from '@mriscore/evaluation/page';
import type { Content } from '@mriscore/evaluation/write';
import { count, EMPTY, estimate, html, Notes, pValue } from '@mriscore/evaluation/write';
import type { EvaluationSet } from '../../evaluate/artefact.ts';
import type { Figures } from '../figures.ts';
import type { Report } from '../report.ts';
import { setName } from '../set-words.ts';

interface Followed {
  readonly set: EvaluationSet;
  readonly result: EndpointResult;
}

function followedOf({ survival }: Report): readonly Followed[] {
  return survival.sets.flatMap((set) => set.endpoints.map((result) => ({ set, result })));
}

const NOTHING = paragraph('The protocol names no such endpoint.', '方案未指定此类终点。');

function medianRow({ set, result }: Followed, notes: Notes): readonly Content[] {
  return [[setName(set), ', ', result.endpoint], ...medianCells(result, notes)];
}

/** Survival curves. */
export function reportSurvival(report: Report, { survival }: Figures): Section {
  const notes = new Notes();
  const rows = followedOf(report).map((followed) => medianRow(followed, notes));
  const body: Content =
    rows.length === 0
      ? NOTHING
      : [
          figureGrid(survival),
          medianTable(SPLIT_MEDIAN_HEAD, rows),
          notes.list(),
          remark(
            'High and low: at or above, and below, the locked threshold. Curves with pointwise 95 % bands; ticks are censored patients; dotted lines are medians. The numbers under an axis are the patients still followed without event at that month.',
            '高分与低分：达到和低于锁定阈值。曲线附逐点 95 % 区间带；短竖线为删失患者；点线为中位时间。坐标轴下的数字为该月仍在随访且未发生事件的患者数。',
          ),
        ];
  return { id: 'survival', heading: { en: 'Survival', zh: '生存' }, body };
}

function ratioRow({ set, result }: Followed, notes: Notes): readonly Content[] {
  const { hazardRatio, hazardRatioPerSd, events, n } = result;
  return [
    [setName(set), ', ', result.endpoint],
    html`${count(events)}/${count(n)}`,
    estimate(hazardRatio, notes, { pivot: 1 }),
    pValue(hazardRatio.p),
    estimate(hazardRatioPerSd, notes, { pivot: 1 }),
    pValue(hazardRatioPerSd.p),
  ];
}

/** Hazard ratios. */
export function reportHazards(report: Report, { hazards }: Figures): Section {
  const notes = new Notes();
  const rows = followedOf(report).map((followed) => ratioRow(followed, notes));
  const single = report.evaluation.sets.some(({ role }) => role === 'immunotherapy');
  const body: Content =
    rows.length === 0
      ? NOTHING
      : [
          figureGrid(hazards),
          table({
            caption: { en: 'Hazard ratios', zh: '风险比' },
            head: [
              '',
              { en: 'Events', zh: '事件' },
              { en: 'High against low', zh: '高分对低分' },
              'P',
              { en: 'Per SD of the log odds', zh: '对数比值每标准差' },
              'P',
            ],
            rows,
          }),
          notes.list(),
          remark(
            'Cox regression with one covariate, Efron ties, Wald intervals and P. The log-rank test is another test: the two P differ, most in small groups. Unadjusted: the score may stand for stage, site or treatment. Hollow squares: sets that fitted or tuned.',
            '单变量 Cox 回归，Efron 处理结，Wald 区间和 P 值。对数秩检验是另一种检验：两个 P 值会有差异，小样本时尤甚。未校正：评分可能代表分期、部位或治疗。空心方块：参与拟合或调参的集合。',
          ),
          single
            ? paragraph(
                'The immunotherapy cohort has one arm. A hazard ratio in it is prognostic: it does not show that patients with a high score benefit more from immunotherapy than they would from another treatment.',
                '免疫治疗队列为单臂。其中的风险比仅有预后意义：不能说明高分患者从免疫治疗中的获益大于其他治疗。',
              )
            : EMPTY,
        ];
  return { id: 'hazards', heading: { en: 'Hazard ratios', zh: '风险比' }, body };
}

/** Response to treatment, or nothing where the protocol does not ask for it. */
export function reportResponse(report: Report, { response }: Figures): Section | null {
  const named = report.protocol.response;
  if (named === undefined) return null;
  const notes = new Notes();
  const rows = report.survival.sets.flatMap((set): (readonly Content[])[] => {
    const found = set.response;
    if (found === null) return [];
    return [
      [
        setName(set),
        html`${count(found.responders)}/${count(found.n)}`,
        count(found.notEvaluable),
        estimate(found.auc, notes, { pivot: 0.5 }),
      ],
    ];
  });
  return {
    id: 'response',
    heading: { en: 'Response', zh: '治疗反应' },
    body: [
      figureGrid(response),
      table({
        caption: { en: named.name, zh: named.name },
        head: [
          '',
          { en: 'With response', zh: '有反应' },
          { en: 'Not evaluable', zh: '不可评价' },
          { en: 'AUC of the score', zh: '评分的 AUC' },
        ],
        rows,
      }),
      notes.list(),
      remark(
        'Patients who cannot be evaluated are left out, not counted as without response. Without an untreated arm the AUC says how well the score tells who does well under treatment, not who does well because of it.',
        '不可评价的患者被排除，不计为无反应。没有未治疗组时，AUC 只说明评分能否区分治疗下预后较好者，不能说明其好转是由于治疗。',
      ),
    ],
  };
}
