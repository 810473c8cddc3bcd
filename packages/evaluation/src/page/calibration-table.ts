/**
 * The table of calibration, the curves, and how to read them, of the report and of an analysis.
 */

import type { Figure } from '../figure/drawing.ts';
import type { SetCalibration } from '../judge/result.ts';
import type { Content } from '../write/html.ts';
import { html } from '../write/html.ts';
import type { Notes } from '../write/notes.ts';
import { estimate, number } from '../write/numbers.ts';
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
