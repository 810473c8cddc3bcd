/**
 * Whether the score means what it says, and whether acting on it would do good.
 */
import type { SetCalibration } from '../../evaluate/artefact.ts';
import type { Figure } from '../figure/drawing.ts';
import type { Figures } from '../figures.ts';
import type { Report } from '../report.ts';
import { setName } from '../set-words.ts';
import type { Content } from '../write/html.ts';
import { html } from '../write/html.ts';
import { Notes } from '../write/notes.ts';
import { estimate, number, UNDEFINED } from '../write/numbers.ts';
import type { Section } from './parts.ts';
import { figureGrid, remark, table } from './parts.ts';

const CALIBRATION_HEAD: readonly Content[] = [
  '',
  { en: 'Slope (ideal 1)', zh: '斜率（理想 1）' },
  { en: 'Intercept in the large (ideal 0)', zh: '总体截距（理想 0）' },
  { en: 'Brier', zh: 'Brier 评分' },
  { en: 'Scaled Brier', zh: '标准化 Brier' },
  { en: 'ICI', zh: 'ICI' },
  { en: 'Mean risk', zh: '平均风险' },
  { en: 'Observed', zh: '观察到' },
];

/** One row of the table of calibration, without its name. */
export function calibrationCells(found: SetCalibration, notes: Notes): readonly Content[] {
  const { brier, scaledBrier, ici, curve } = found;
  return [
    estimate(found.slope, notes, { pivot: 1 }),
    estimate(found.interceptInTheLarge, notes, { pivot: 0 }),
    number(brier.value),
    scaledBrier.value === null ? estimate(scaledBrier, notes) : number(scaledBrier.value),
    html`${number(ici)}${ici === null ? notes.mark(curve) : null}`,
    number(found.meanProbability),
    number(found.prevalence),
  ];
}

/** The table of calibration with its notes, the curves, and how to read them. */
export function calibrationBody(
  rows: readonly (readonly Content[])[],
  notes: Notes,
  curves: readonly Figure[],
): readonly Content[] {
  return [
    table({
      caption: { en: 'Agreement of predicted risk and observed share', zh: '预测风险与观察比例的一致性' },
      head: CALIBRATION_HEAD,
      rows,
    }),
    notes.list(),
    figureGrid(curves),
    remark(
      'Slope below 1: predictions are too extreme. Intercept above 0: risks are too low. Brier: mean squared error, lower is better; scaled: 1 is perfect, 0 no better than the prevalence. ICI: mean distance of curve and diagonal. Curves: loess with a pointwise 95 % band; below them, how many positive (up) and negative (down) patients have each risk.',
      '斜率小于 1：预测过于极端。截距大于 0：风险偏低。Brier：均方误差，越低越好；标准化后 1 为完美，0 等同于仅用患病率。ICI：曲线与对角线的平均距离。曲线为 loess，附逐点 95 % 区间带；下方为各风险水平的阳性（向上）和阴性（向下）患者数。',
    ),
  ];
}

/** Calibration. */
export function calibrationSection(report: Report, { calibration }: Figures): Section {
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
export function decisionSection(_report: Report, { decision }: Figures): Section {
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
