/**
 * ROC curves of several sets in one square, each with its AUC beside its name.
 */
import type { Estimate } from '@mriscore/stats';
import type { RocPoints } from '../judge/result.ts';
import type { Language, Text } from '../write/html.ts';
import { printEstimate } from '../write/numbers.ts';
import type { Figure } from './drawing.ts';
import { bottomAxis, FAINT, leftAxis, legendRow, line, linear, path, sheet, WIDTH } from './drawing.ts';
import { lineStyle } from './palette.ts';

/** One curve. */
export interface RocLine {
  readonly set: string;
  readonly label: Text;
  readonly auc: Estimate;
  readonly roc: RocPoints;
}

const LEFT = 52;
const TOP = 8;
const EDGE = WIDTH - LEFT - 10;
const TICKS = [0, 0.2, 0.4, 0.6, 0.8, 1];

function draw(title: Text, lines: readonly RocLine[], language: Language) {
  const x = linear([0, 1], [LEFT, LEFT + EDGE]);
  const y = linear([0, 1], [TOP + EDGE, TOP]);
  const zh = language === 'zh';
  const axes = [
    ...bottomAxis(x, TOP + EDGE, {
      ticks: TICKS,
      grid: TOP,
      label: zh ? '1 − 特异度' : '1 \u2212 specificity',
    }),
    ...leftAxis(y, LEFT, { ticks: TICKS, grid: LEFT + EDGE, label: zh ? '敏感度' : 'Sensitivity' }),
    line([x(0), y(0), x(1), y(1)], { stroke: FAINT, 'stroke-width': 1.5 }),
  ];
  const curves = lines.map(({ roc }, index) =>
    path(
      roc.falsePositiveRate.map((rate, place) => [x(rate), y(roc.sensitivity[place] ?? 0)] as const),
      lineStyle(index),
    ),
  );
  const foot = TOP + EDGE + 60;
  const legend = lines.flatMap(({ label, auc }, index) =>
    legendRow(LEFT, foot + index * 19, {
      text: `${label[language]}: AUC ${printEstimate(auc, { pivot: 0.5 })}`,
      style: lineStyle(index),
      fit: WIDTH - LEFT - 4,
    }),
  );
  return sheet(foot + lines.length * 19, title[language], axes, curves, legend);
}

/** ROC curves. Sets without a curve (one class only) are left out by the caller. */
export function rocFigure(id: string, title: Text, lines: readonly RocLine[]): Figure {
  const rows = lines.flatMap(({ set, roc }) =>
    roc.falsePositiveRate.map((rate, place) => [set, rate, roc.sensitivity[place] ?? null]),
  );
  return {
    id,
    title,
    draw: (language) => draw(title, lines, language),
    points: [{ id, header: ['set', 'false_positive_rate', 'sensitivity'], rows }],
  };
}
