/**
 * Kaplan-Meier curves of one endpoint in one set, with the patients at risk under the ticks they belong to.
 */
import type { EndpointResult, GroupCurve } from '../judge/result.ts';
import type { Html, Language, Text } from '../write/html.ts';
import { printEstimate, printPWithName } from '../write/numbers.ts';
import type { AxisScale, Figure, Point } from './drawing.ts';
import { band, bottomAxis, GREY, leftAxis, line, linear, path, sheet, WIDTH, words } from './drawing.ts';
import { GROUP_STYLE } from './palette.ts';

const LEFT = 62;
const ROW = 18;
const HEIGHT = 210;
const SHARES = [0, 0.25, 0.5, 0.75, 1];

interface Axes {
  readonly x: AxisScale;
  readonly y: AxisScale;
}

/** A curve as steps, from time 0 and `first` to the end of the axis. */
function steps(months: readonly number[], values: readonly number[], { x, y }: Axes): readonly Point[] {
  let before = 1;
  const corners = months.flatMap((month, index) => {
    const value = values[index] ?? before;
    const pair: Point[] = [
      [x(month), y(before)],
      [x(month), y(value)],
    ];
    const level = value === before;
    before = value;
    return level ? [] : pair;
  });
  const last = months[months.length - 1] ?? 0;
  return [[x(0), y(1)], ...corners, [x(last), y(before)]];
}

/** Limits as steps; where a limit is not defined the last known one stands. */
function known(values: readonly (number | null)[]): readonly number[] {
  let last = 1;
  return values.map((value) => {
    last = value ?? last;
    return last;
  });
}

function drawGroup(curve: GroupCurve, axes: Axes): readonly Html[] {
  const { months, survival, lower, upper, censored, group } = curve;
  const { x, y } = axes;
  const style = GROUP_STYLE[group];
  const marks = months.flatMap((month, index) =>
    (censored[index] ?? 0) > 0
      ? [
          line([x(month), y(survival[index] ?? 0) - 5, x(month), y(survival[index] ?? 0) + 3], {
            stroke: style.stroke,
            'stroke-width': 1.3,
          }),
        ]
      : [],
  );
  const limits = band(steps(months, known(upper), axes), steps(months, known(lower), axes), style.stroke);
  return [limits, path(steps(months, survival, axes), style), ...marks];
}

function drawMedian({ median, group }: GroupCurve, { x, y }: Axes): readonly Html[] {
  if (median.value === null) return [];
  const style = { stroke: GROUP_STYLE[group].stroke, 'stroke-dasharray': '2 2', 'stroke-width': 1 };
  return [
    line([x(0), y(0.5), x(median.value), y(0.5)], { ...style, stroke: GREY }),
    line([x(median.value), y(0.5), x(median.value), y(0)], style),
  ];
}

/** The name of a group. */
export function groupName(group: GroupCurve['group'], language: Language): string {
  const names = {
    high: { en: 'High', zh: '高分' },
    low: { en: 'Low', zh: '低分' },
    all: { en: 'All', zh: '全部' },
  };
  return names[group][language];
}

function drawKey(result: EndpointResult, language: Language): readonly Html[] {
  const zh = language === 'zh';
  const months = zh ? '个月' : 'months';
  const lines = result.groups.flatMap(({ group, n, events, median }, index) => {
    const style = GROUP_STYLE[group];
    const middle = zh ? '中位' : 'median';
    const happened = zh ? '事件' : 'events';
    const text = `${groupName(group, language)}: n ${n}, ${happened} ${events}, ${middle} ${printEstimate(median, { digits: 1 })} ${months}`;
    const y = 14 + index * ROW;
    return [
      line([8, y - 4, 34, y - 4], { 'stroke-width': 2.2, ...style }),
      words(41, y, text, { fit: WIDTH - 43 }),
    ];
  });
  const text = comparison(result, language);
  return [...lines, words(8, 14 + result.groups.length * ROW, text, { fit: WIDTH - 10 })];
}

/** What compares the groups; of a single curve without a cut-off, what the score says of it. */
function comparison({ groups, ...result }: EndpointResult, language: Language): string {
  const zh = language === 'zh';
  if (groups.some(({ group }) => group === 'all')) {
    const { hazardRatioPerSd } = result;
    const ratio = zh ? '评分每标准差的风险比' : 'HR per SD of the score';
    return `${ratio} ${printEstimate(hazardRatioPerSd, { pivot: 1 })}, ${printPWithName(hazardRatioPerSd.p)}`;
  }
  const { hazardRatio, logRank } = result;
  const ratio = zh ? '高分对低分的风险比' : 'HR, high against low';
  const tested = `${zh ? '对数秩' : 'log-rank'} ${printPWithName(logRank.p)}`;
  return `${ratio} ${printEstimate(hazardRatio, { pivot: 1 })}, ${tested}`;
}

function drawAtRisk(
  result: EndpointResult,
  x: AxisScale,
  options: { top: number; language: Language },
): Html[] {
  const { top, language } = options;
  const title = language === 'zh' ? '风险人数' : 'Number at risk';
  const rows = result.groups.flatMap(({ group, atRisk }, index) => {
    const y = top + ROW * (index + 1);
    const name = words(LEFT - 20, y, groupName(group, language), {
      anchor: 'end',
      fill: GROUP_STYLE[group].stroke,
      bold: true,
    });
    const numbers = result.atRiskMonths.map((month, place) =>
      words(x(month), y, String(atRisk[place] ?? 0), { anchor: 'middle' }),
    );
    return [name, ...numbers];
  });
  return [words(8, top, title, { size: 11, fill: GREY }), ...rows];
}

function draw(title: Text, result: EndpointResult, language: Language): Html {
  const zh = language === 'zh';
  const longest = Math.max(
    ...result.atRiskMonths,
    ...result.groups.flatMap(({ months }) => months[months.length - 1] ?? 0),
  );
  const top = 14 + (result.groups.length + 1) * ROW;
  const axes = {
    x: linear([0, longest], [LEFT, WIDTH - 16]),
    y: linear([0, 1], [top + HEIGHT, top]),
  };
  const tableTop = top + HEIGHT + 54;
  return sheet(
    tableTop + ROW * result.groups.length + 8,
    title[language],
    drawKey(result, language),
    bottomAxis(axes.x, top + HEIGHT, {
      ticks: result.atRiskMonths,
      label: zh ? '月' : 'Months',
    }),
    leftAxis(axes.y, LEFT, {
      ticks: SHARES,
      grid: axes.x(longest),
      label: zh ? `无事件比例（${result.endpoint}）` : `Share without event (${result.endpoint})`,
    }),
    result.groups.map((group) => drawMedian(group, axes)),
    result.groups.map((group) => drawGroup(group, axes)),
    drawAtRisk(result, axes.x, { top: tableTop, language }),
  );
}

/** Curves, bands, censoring marks, medians and patients at risk of one endpoint in one set. */
export function kaplanMeierFigure(id: string, title: Text, result: EndpointResult): Figure {
  const rows = result.groups.flatMap(({ group, months, survival, lower, upper, censored }) =>
    months.map((month, index) => [
      group,
      month,
      survival[index] ?? null,
      lower[index] ?? null,
      upper[index] ?? null,
      censored[index] ?? 0,
    ]),
  );
  const atRisk = result.groups.flatMap((curve) =>
    result.atRiskMonths.map((month, index) => [curve.group, month, curve.atRisk[index] ?? 0]),
  );
  return {
    id,
    title,
    draw: (language) => draw(title, result, language),
    points: [
      { id, header: ['group', 'months', 'survival', 'lower', 'upper', 'censored'], rows },
      { id: `${id}-at-risk`, header: ['group', 'months', 'at_risk'], rows: atRisk },
    ],
  };
}
