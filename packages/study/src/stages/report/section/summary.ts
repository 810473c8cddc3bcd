/**
 * The box at the top: the numbers a person asks for first, each with what it is worth.
 */

import type { Section } from '@mriscore/evaluation/page';
import { paragraph, remark } from '@mriscore/evaluation/page';
import type { Content, Html, Text } from '@mriscore/evaluation/write';
import { count, EMPTY, element, estimate, html, Notes, pWithName } from '@mriscore/evaluation/write';
import type { Estimate } from '@mriscore/stats';
import type { SetEvaluation } from '../../evaluate/artefact.ts';
import type { SetSurvival } from '../../survive/artefact.ts';
import type { Report } from '../report.ts';
import { setCaution, setName, testedFirst } from '../set-words.ts';

const NOT_SHOWN: Text = { en: 'interval holds "no effect"', zh: '区间包含“无效应”' };

function holdsNoEffect({ lower, upper }: Estimate, none: number): boolean {
  return lower !== null && upper !== null && lower <= none && none <= upper;
}

function line(name: Content, value: Content, remarkText: Content = null): Html {
  return html`<div><dt>${name}</dt><dd>${value}${remarkText === null ? null : html` <span class="weak">${remarkText}</span>`}</dd></div>`;
}

function areaLine(name: Content, area: Estimate, notes: Notes): Html {
  const weak = holdsNoEffect(area, 0.5) ? NOT_SHOWN : null;
  return line(name, estimate(area, notes, { pivot: 0.5 }), weak);
}

function followUpLines(followed: SetSurvival | undefined, notes: Notes): readonly Html[] {
  const endpoints = (followed?.endpoints ?? []).map(({ endpoint, hazardRatio, logRank, events, n }) => {
    const name: Content = [endpoint, ': ', { en: 'HR, high against low', zh: '风险比，高分对低分' }];
    const tested = html`${estimate(hazardRatio, notes, { pivot: 1 })}; ${{ en: 'log-rank', zh: '对数秩' }} ${pWithName(logRank.p)}; ${{ en: 'events', zh: '事件' }} ${count(events)}/${count(n)}`;
    return line(name, tested, holdsNoEffect(hazardRatio, 1) ? NOT_SHOWN : null);
  });
  const response = followed?.response ?? null;
  if (response === null) return endpoints;
  const name: Content = ['AUC, ', response.name, html` (${count(response.responders)}/${count(response.n)})`];
  return [...endpoints, areaLine(name, response.auc, notes)];
}

function card(set: SetEvaluation, report: Report, notes: Notes): Html {
  const followed = report.survival.sets.find(({ name }) => name === set.name);
  const size = html`n = ${count(set.n)}, ${count(set.positives)} ${{ en: 'positive', zh: '例阳性' }}`;
  return element(
    'article',
    { class: set.split === 'test' ? 'card' : 'card apparent' },
    html`<h3>${setName(set)}</h3><p class="size">${size}</p>`,
    html`<dl>${areaLine('AUC', set.auc, notes)}${followUpLines(followed, notes)}</dl>`,
    html`<p class="caution">${setCaution(set)}</p>`,
  );
}

function introduction({ protocol, characteristics }: Report): Html {
  const patients = characteristics.reduce((sum, { n }) => sum + n, 0);
  const cohorts = Object.keys(protocol.cohorts).length;
  const sequences = Object.keys(protocol.sequences).join(', ');
  return paragraph(
    html`${count(patients)} patients in ${count(cohorts)} cohorts. One ${protocol.encoder.network} for each MRI sequence (${sequences}), fused by a transformer, gives each patient a score: the predicted probability of ${protocol.target.name}.`,
    html`${count(cohorts)} 个队列共 ${count(patients)} 例患者。每个 MRI 序列（${sequences}）各用一个 ${protocol.encoder.network}，由 Transformer 融合，为每例患者给出评分：${protocol.target.name} 的预测概率。`,
  );
}

const SIMULATED = html`<p class="simulated">${{
  en: 'Simulated patients. These results say how the software behaves; they say nothing about any disease or treatment.',
  zh: '模拟患者。这些结果只说明软件的表现，与任何疾病或治疗无关。',
}}</p>`;

/** The summary. */
export function reportSummary(report: Report): Section {
  const notes = new Notes();
  const cards = testedFirst(report.evaluation.sets).map((set) => card(set, report, notes));
  return {
    id: 'summary',
    heading: { en: 'Summary', zh: '摘要' },
    body: [
      report.truth === null ? EMPTY : SIMULATED,
      introduction(report),
      html`<div class="cards">${cards}</div>`,
      notes.list(),
      remark(
        'Values with 95 % confidence intervals in square brackets. AUC: area under the ROC curve, DeLong. HR: hazard ratio of patients above against below the locked threshold, Cox regression; below 1 the event comes later with a high score. An association with survival in treated patients is prognostic; it does not show who benefits from a treatment.',
        '方括号内为 95 % 置信区间。AUC：ROC 曲线下面积，DeLong 法。风险比：锁定阈值以上对以下，Cox 回归；小于 1 表示高分者事件较晚。在接受治疗的患者中与生存的关联仅为预后关联，不能说明谁会从治疗中获益。',
      ),
    ],
  };
}
