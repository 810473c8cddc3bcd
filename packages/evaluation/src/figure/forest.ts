/**
 * Hazard ratios side by side: one row a set and endpoint, the words above the interval they belong to,
 * events and patients beside it.
 */
import type { HazardRatio } from '../judge/result.ts';
import type { Html, Language, Text } from '../write/html.ts';
import { element } from '../write/html.ts';
import { printEstimate, printPWithName } from '../write/numbers.ts';
import type { AxisScale, Figure } from './drawing.ts';
import { bottomAxis, FONT, GREY, line, logarithmic, sheet, WIDTH, words } from './drawing.ts';
import { colourOf } from './palette.ts';
import { wordWidth } from './word-width.ts';

/** One row. */
export interface ForestRow {
  readonly set: string;
  readonly endpoint: string;
  readonly label: Text;
  readonly n: number;
  readonly events: number;
  readonly ratio: HazardRatio;
  /** Fitted or tuned on these patients: drawn hollow. */
  readonly isApparent: boolean;
}

const LEFT = 76;
const RIGHT = 16;
const TOP = 6;
const ROW = 46;
const TICKS = [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20];

function domainOf(rows: readonly ForestRow[]): readonly [number, number] {
  const limits = rows.flatMap(({ ratio }) => [ratio.lower, ratio.upper, ratio.value]);
  const finite = limits.filter((limit): limit is number => limit !== null && limit > 0);
  const lowest = Math.min(0.5, ...finite);
  const highest = Math.max(2, ...finite);
  return [
    [...TICKS].reverse().find((tick) => tick <= lowest) ?? 0.05,
    TICKS.find((tick) => tick >= highest) ?? 20,
  ];
}

function drawInterval({ ratio, isApparent }: ForestRow, x: AxisScale, y: number): readonly Html[] {
  const { value, lower, upper } = ratio;
  if (value === null) return [];
  const [from, to] = x.domain;
  const at = (limit: number): number => x(Math.min(to, Math.max(from, limit)));
  const arrow = (end: number, direction: number): Html =>
    element('path', {
      d: `M${end} ${y}l${-7 * direction} -4v8Z`,
      fill: colourOf(0),
    });
  const colour = colourOf(0);
  return [
    ...(lower === null || upper === null
      ? []
      : [line([at(lower), y, at(upper), y], { stroke: colour, 'stroke-width': 2 })]),
    ...(lower !== null && lower < from ? [arrow(x(from), -1)] : []),
    ...(upper !== null && upper > to ? [arrow(x(to), 1)] : []),
    element('rect', {
      x: at(value) - 5,
      y: y - 5,
      width: 10,
      height: 10,
      fill: isApparent ? '#ffffff' : colour,
      stroke: colour,
      'stroke-width': 2,
    }),
  ];
}

function draw(title: Text, rows: readonly ForestRow[], language: Language): Html {
  const zh = language === 'zh';
  const domain = domainOf(rows);
  const x = logarithmic(domain, [LEFT, WIDTH - RIGHT]);
  const foot = TOP + rows.length * ROW + 6;
  const ticks = TICKS.filter((tick) => tick >= domain[0] && tick <= domain[1]);
  const items = rows.map((row, index) => {
    const y = TOP + index * ROW;
    const numbers = `${printEstimate(row.ratio, { pivot: 1 })}, ${printPWithName(row.ratio.p)}`;
    const name = row.label[language];
    return [
      line([x(1), y + 20, x(1), y + ROW - 6], { stroke: GREY, 'stroke-dasharray': '3 3' }),
      words(4, y + 14, name, { fit: WIDTH - 16 - wordWidth(numbers, FONT) }),
      words(WIDTH - 4, y + 14, numbers, { anchor: 'end' }),
      words(4, y + 34, `${row.events}/${row.n}`, { size: 11, fill: GREY, fit: LEFT - 8 }),
      drawInterval(row, x, y + 30),
    ];
  });
  return sheet(
    foot + 58,
    title[language],
    items,
    bottomAxis(x, foot, {
      ticks,
      label: zh ? '风险比，高分对低分（对数刻度）' : 'Hazard ratio, high against low score (log scale)',
    }),
    words(LEFT, foot + 54, zh ? '← 高分：事件较晚' : '\u2190 high score: event later', {
      size: 11,
      fill: GREY,
    }),
    words(WIDTH - RIGHT, foot + 54, zh ? '高分：事件较早 →' : 'high score: event sooner \u2192', {
      anchor: 'end',
      size: 11,
      fill: GREY,
    }),
  );
}

/** Hazard ratios of high against low score. */
export function forestFigure(id: string, title: Text, rows: readonly ForestRow[]): Figure {
  return {
    id,
    title,
    draw: (language) => draw(title, rows, language),
    points: [
      {
        id,
        header: ['set', 'endpoint', 'n', 'events', 'hazard_ratio', 'lower', 'upper', 'p'],
        rows: rows.map(({ set, endpoint, n, events, ratio }) => [
          set,
          endpoint,
          n,
          events,
          ratio.value,
          ratio.lower,
          ratio.upper,
          ratio.p,
        ]),
      },
    ],
  };
}
