/**
 * Precision-recall curves of several cohorts in one square, each over the precision of a score that says nothing.
 */

import type { PrecisionRecallCurve } from '../judge/result.ts';
import type { Html, Language, Text } from '../write/html.ts';
import { fixed } from '../write/numbers.ts';
import type { Figure } from './drawing.ts';
import { bottomAxis, leftAxis, legendRow, line, linear, path, sheet, WIDTH } from './drawing.ts';
import { colourOf, lineStyle } from './palette.ts';

/** One curve. */
export interface PrecisionRecallLine {
  readonly set: string;
  readonly label: Text;
  readonly curve: PrecisionRecallCurve;
}

const LEFT = 52;
const TOP = 8;
const EDGE = WIDTH - LEFT - 10;
const TICKS = [0, 0.2, 0.4, 0.6, 0.8, 1];

function draw(title: Text, lines: readonly PrecisionRecallLine[], language: Language): Html {
  const zh = language === 'zh';
  const x = linear([0, 1], [LEFT, LEFT + EDGE]);
  const y = linear([0, 1], [TOP + EDGE, TOP]);
  const foot = TOP + EDGE + 60;
  return sheet(
    foot + lines.length * 19,
    title[language],
    bottomAxis(x, TOP + EDGE, {
      ticks: TICKS,
      grid: TOP,
      label: zh ? '召回率（敏感度）' : 'Recall (sensitivity)',
    }),
    leftAxis(y, LEFT, {
      ticks: TICKS,
      grid: LEFT + EDGE,
      label: zh ? '精确率（阳性预测值）' : 'Precision (PPV)',
    }),
    lines.map(({ curve }, index) =>
      line([x(0), y(curve.prevalence), x(1), y(curve.prevalence)], {
        stroke: colourOf(index),
        'stroke-dasharray': '1 4',
      }),
    ),
    lines.map(({ curve }, index) =>
      path(
        curve.recall.map((recall, place) => [x(recall), y(curve.precision[place] ?? 0)] as const),
        lineStyle(index),
      ),
    ),
    lines.map(({ label, curve }, index) =>
      legendRow(LEFT, foot + index * 19, {
        text: `${label[language]}: AP ${fixed(curve.averagePrecision)} (${zh ? '患病率' : 'prevalence'} ${fixed(curve.prevalence)})`,
        style: lineStyle(index),
        fit: WIDTH - LEFT - 4,
      }),
    ),
  );
}

/** Precision-recall curves. Cohorts with one class only are left out by the caller. */
export function precisionRecallFigure(
  id: string,
  title: Text,
  lines: readonly PrecisionRecallLine[],
): Figure {
  return {
    id,
    title,
    draw: (language) => draw(title, lines, language),
    points: [
      {
        id,
        header: ['set', 'recall', 'precision'],
        rows: lines.flatMap(({ set, curve }) =>
          curve.recall.map((recall, place) => [set, recall, curve.precision[place] ?? null]),
        ),
      },
    ],
  };
}
