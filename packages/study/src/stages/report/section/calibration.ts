/**
 * Whether the score means what it says, and whether acting on it would do good.
 */

import type { Section } from '@mriscore/evaluation/page';
import { calibrationBody, calibrationCells, figureGrid, remark } from '@mriscore/evaluation/page';
import type { Content } from '@mriscore/evaluation/write';
import { html, Notes, UNDEFINED } from '@mriscore/evaluation/write';
import type { Figures } from '../figures.ts';
import type { Report } from '../report.ts';
import { setName } from '../set-words.ts';

/** Calibration. */
export function reportCalibration(report: Report, { calibration }: Figures): Section {
  const notes = new Notes();
  const rows = report.evaluation.sets.map((set): readonly Content[] => [
    setName(set),
    ...(set.calibration === null
      ? [html`${UNDEFINED}${notes.mark(set.auc.reason)}`, ...Array<Content>(6).fill(UNDEFINED)]
      : calibrationCells(set.calibration, notes)),
  ]);
  return {
    id: 'calibration',
    heading: { en: 'Calibration', zh: '校准' },
    body: [...calibrationBody(rows, notes, calibration)],
  };
}

/** Decision curves. */
export function reportDecision(_report: Report, { decision }: Figures): Section {
  return {
    id: 'decision',
    heading: { en: 'Decision curves', zh: '决策曲线' },
    body: [
      figureGrid(decision),
      remark(
        'Net benefit: true positives less false positives, the latter weighted by the odds of the threshold probability, per patient. No threshold is proposed for practice, and costs beyond the threshold are not counted. Values below −0.1 are not drawn; they are in the tables of points.',
        '净获益：每例患者的真阳性减去按阈值概率比数加权的假阳性。本报告不提出任何临床阈值，也未计入阈值以外的代价。低于 −0.1 的值未绘出，见数据点表。',
      ),
    ],
  };
}
