/**
 * A decision curve of one set: net benefit of acting on the score, on everyone and on no one.
 */
import type { DecisionPoints } from '../judge/result.ts';
import type { Html, Language, Text } from '../write/html.ts';
import type { AxisScale, Figure, Point } from './drawing.ts';
import { bottomAxis, leftAxis, legendRow, linear, path, roundTicks, sheet, WIDTH } from './drawing.ts';
import { lineStyle } from './palette.ts';

const LEFT = 56;
const TOP = 8;
const HEIGHT = 220;

/** Lowest net benefit that is drawn: far below zero every strategy is simply bad. */
const FLOOR = -0.1;

/** Where a line between two points meets the floor. */
function onFloor([x1, y1]: Point, [x2, y2]: Point): Point {
  return [x1 + ((FLOOR - y1) / (y2 - y1)) * (x2 - x1), FLOOR];
}

/** The parts of a line that lie at or above the floor, each cut where it meets the floor. */
function pieces(line: readonly Point[]): readonly (readonly Point[])[] {
  const found: Point[][] = [[]];
  line.forEach((point, index) => {
    const before = line[index - 1];
    const piece = found[found.length - 1];
    const isAbove = point[1] >= FLOOR;
    if (before !== undefined && isAbove !== before[1] >= FLOOR) piece?.push(onFloor(before, point));
    if (isAbove) piece?.push(point);
    else if ((piece?.length ?? 0) > 0) found.push([]);
  });
  return found.filter((piece) => piece.length > 1);
}

function drawLine(
  xs: readonly number[],
  ys: readonly number[],
  on: { x: AxisScale; y: AxisScale; style: number },
) {
  return pieces(xs.map((x, index) => [x, ys[index] ?? 0] as const)).map((piece) =>
    path(
      piece.map(([x, y]) => [on.x(x), on.y(y)] as const),
      lineStyle(on.style),
    ),
  );
}

function draw(title: Text, curve: DecisionPoints, language: Language): Html {
  const zh = language === 'zh';
  const { threshold, model, treatAll } = curve;
  const top = Math.max(0.05, ...model, ...treatAll) * 1.05;
  const x = linear([0, 1], [LEFT, WIDTH - 14]);
  const y = linear([FLOOR, top], [TOP + HEIGHT, TOP]);
  const foot = TOP + HEIGHT + 58;
  const names = zh ? ['按评分', '全部视为阳性', '全部视为阴性'] : ['by the score', 'everyone', 'no one'];
  const ends = [0, 1];
  return sheet(
    foot + 6,
    title[language],
    bottomAxis(x, TOP + HEIGHT, {
      ticks: [0, 0.2, 0.4, 0.6, 0.8, 1],
      grid: TOP,
      label: zh ? '阈值概率' : 'Threshold probability',
    }),
    leftAxis(y, LEFT, {
      ticks: roundTicks([FLOOR, top]),
      grid: x(1),
      label: zh ? '净获益' : 'Net benefit',
      print: (value) => String(value).replace('-', '\u2212'),
    }),
    drawLine(threshold, treatAll, { x, y, style: 1 }),
    drawLine(ends, [0, 0], { x, y, style: 2 }),
    drawLine(threshold, model, { x, y, style: 0 }),
    names.map((text, index) =>
      legendRow(LEFT - 40 + index * 138, foot, { text, style: lineStyle(index), fit: 136 }),
    ),
  );
}

/** The decision curve of one set. */
export function decisionFigure(id: string, title: Text, curve: DecisionPoints): Figure {
  const rows = curve.threshold.map((threshold, index) => [
    threshold,
    curve.model[index] ?? null,
    curve.treatAll[index] ?? null,
    0,
  ]);
  return {
    id,
    title,
    draw: (language) => draw(title, curve, language),
    points: [{ id, header: ['threshold', 'model', 'treat_all', 'treat_none'], rows }],
  };
}
