/**
 * What the networks did: each sequence alone against the fusion, where the fusion looked, and how training went.
 */

import type { Section } from '@mriscore/evaluation/page';
import { figureGrid, paragraph, remark, table } from '@mriscore/evaluation/page';
import type { Content } from '@mriscore/evaluation/write';
import { count, estimate, html, Notes, UNDEFINED } from '@mriscore/evaluation/write';
import type { Figures } from '../figures.ts';
import type { Report } from '../report.ts';
import { setName } from '../set-words.ts';

/** Each encoder alone against the fused score. */
export function reportSequences({ evaluation, characteristics, protocol }: Report): Section {
  const notes = new Notes();
  const names = Object.keys(protocol.sequences);
  const rows = evaluation.sets.map((set, index): readonly Content[] => {
    const having = characteristics[index]?.sequences ?? {};
    const own = names.map((name) => {
      const found = set.sequences[name];
      if (found === undefined) return UNDEFINED;
      return html`${estimate(found, notes, { pivot: 0.5 })}<br><span class="weak">n = ${count(having[name] ?? 0)}</span>`;
    });
    const fused = html`<strong>${estimate(set.auc, notes, { pivot: 0.5 })}</strong><br><span class="weak">n = ${count(set.n)}</span>`;
    return [setName(set), ...own, fused];
  });
  return {
    id: 'sequences',
    heading: { en: 'Each sequence alone', zh: '单序列与融合' },
    body: [
      table({
        caption: { en: 'AUC of each encoder alone and of the fusion', zh: '各编码器单独及融合的 AUC' },
        head: ['', ...names, { en: 'fused', zh: '融合' }],
        rows,
      }),
      notes.list(),
      remark(
        'An encoder is judged on the patients who have its sequence, the fusion on all. Where the numbers of patients differ the columns cannot be compared directly; no test is made here.',
        '编码器只在拥有该序列的患者上评价，融合模型在全部患者上评价。患者数不同时各列不能直接比较；此处不作检验。',
      ),
    ],
  };
}

/** Where the fusion looked. */
export function reportAttention(_report: Report, { attention }: Figures): Section {
  return {
    id: 'attention',
    heading: { en: 'Attention of the fusion', zh: '融合模型的注意力' },
    body: [
      figureGrid(attention),
      remark(
        'Share of the attention of the class token on the slices of each sequence, over patients who have it. The dashed line is an equal share. Attention says what was weighted, not why; it explains no single score.',
        '分类标记对各序列切片的注意力份额，仅计拥有该序列的患者。虚线为均等份额。注意力只说明权重分布，不说明原因，不能解释单个评分。',
      ),
    ],
  };
}

/** How training went. */
export function reportTraining({ training, protocol }: Report, figures: Figures): Section {
  const { encoder } = protocol;
  return {
    id: 'training',
    heading: { en: 'Training', zh: '训练过程' },
    body: [
      paragraph(
        html`Encoders: ${encoder.network}, starting weights ${encoder.weights}, ${count(encoder.epochs)} epochs. Fusion: ${count(training.fusionParameters)} trainable numbers; of ${count(training.fusion.training.length)} epochs, epoch ${count(training.keptEpoch)} was kept, since its loss on the tuning part was lowest.`,
        html`编码器：${encoder.network}，初始权重 ${encoder.weights}，${count(encoder.epochs)} 轮。融合模型：${count(training.fusionParameters)} 个可训练参数；在 ${count(training.fusion.training.length)} 轮中保留第 ${count(training.keptEpoch)} 轮，因其在调参部分的损失最低。`,
      ),
      figureGrid(figures.training),
    ],
  };
}
