/**
 * How well the score tells positive from negative: ROC curves, and calls at the locked threshold.
 */

import type { Section } from '@mriscore/evaluation/page';
import { confusionTable, figureGrid, paragraph, remark, shareLines } from '@mriscore/evaluation/page';
import type { Content, Html } from '@mriscore/evaluation/write';
import { count, element, html, Notes, number } from '@mriscore/evaluation/write';
import type { Classification } from '@mriscore/stats';
import type { SetEvaluation } from '../../evaluate/artefact.ts';
import type { Figures } from '../figures.ts';
import type { Report } from '../report.ts';
import { setCaution, setName } from '../set-words.ts';

/** Discrimination. */
export function reportRoc(_report: Report, { roc }: Figures): Section {
  return {
    id: 'roc',
    heading: { en: 'Discrimination', zh: '区分度' },
    body: [
      figureGrid(roc),
      remark(
        'AUC with 95 % DeLong intervals. The fitted and the tuning part are apparent: they show how far the networks learnt their own patients. A set with one class only has no curve.',
        'AUC 附 95 % DeLong 区间。拟合部分和调参部分为表观值，只显示网络对自身患者的拟合程度。只有一个类别的集合没有曲线。',
      ),
    ],
  };
}

function thresholdCard(set: SetEvaluation, found: Classification, notes: Notes): Html {
  return element(
    'article',
    { class: set.split === 'test' ? 'card' : 'card apparent' },
    html`<h3>${setName(set)}</h3><div class="pair">${confusionTable(found)}<dl>${shareLines(found, notes)}</dl></div>`,
    html`<p class="caution">${setCaution(set)}</p>`,
  );
}

function ruleText(rule: Report['protocol']['threshold']['rule']): Content {
  if (typeof rule === 'string') return rule;
  return 'fixed' in rule ? `fixed: ${rule.fixed}` : `sensitivityAtLeast: ${rule.sensitivityAtLeast}`;
}

function lockedThreshold({ evaluation, protocol }: Report): Html {
  const { cutoff } = evaluation;
  const value = number(cutoff.value, 4);
  const hash = html`<code>${cutoff.fittedOn}</code>`;
  const rule = html`<code>${ruleText(protocol.threshold.rule)}</code>`;
  const made = html`<code>${cutoff.rule}</code>`;
  if (cutoff.n === 0) {
    return paragraph(
      html`Positive when score ≥ ${value}. Rule of the protocol: ${rule} (${made}), fixed before any patient was seen, then applied to every set.`,
      html`评分 ≥ ${value} 判为阳性。方案规则：${rule}（${made}），在见到任何患者之前固定，然后用于所有集合。`,
    );
  }
  return paragraph(
    html`Positive when score ≥ ${value}. Rule of the protocol: ${rule} (${made}). Fitted on the ${count(cutoff.n)} patients of the tuning part and on nobody else, then locked and applied to every set. SHA-256 of the rows it was fitted on: ${hash}.`,
    html`评分 ≥ ${value} 判为阳性。方案规则：${rule}（${made}）。仅在调参部分的 ${count(cutoff.n)} 例患者上拟合，随后锁定并用于所有集合。拟合所用行的 SHA-256：${hash}。`,
  );
}

/** Calls at the locked threshold. */
export function reportThreshold(report: Report): Section {
  const notes = new Notes();
  const cards = report.evaluation.sets.flatMap((set) =>
    set.classification === null ? [] : [thresholdCard(set, set.classification, notes)],
  );
  return {
    id: 'threshold',
    heading: { en: 'At the locked threshold', zh: '锁定阈值下的表现' },
    body: [
      lockedThreshold(report),
      html`<div class="cards wide">${cards}</div>`,
      notes.list(),
      remark(
        'Intervals: Wilson, 95 %. Columns of a matrix are what the patients have, rows what the score says. Predictive values hold for the prevalence of their set only.',
        '区间：Wilson 法，95 %。矩阵的列为患者实际情况，行为评分判断。预测值只适用于该集合的患病率。',
      ),
    ],
  };
}
