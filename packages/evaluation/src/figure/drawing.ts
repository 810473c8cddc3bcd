/**
 * The parts that every figure is drawn from: a sheet of fixed width, words, lines, scales and axes.
 *
 * Knows nothing of studies. Every figure is as wide as a telephone can show without making its words too small.
 */

import { checkOptions } from '../options.ts';
import type { Attributes, Content, Html, Language, Text } from '../write/html.ts';
import { element } from '../write/html.ts';
import { fitWidth } from './word-width.ts';

/** Width of a figure, px. */
export const WIDTH = 440;
/** Size of most words, px. */
export const FONT = 12;
/** Colour of words and axes. */
export const INK = '#1a1a1a';
/** Colour of lines that only help the eye. */
export const FAINT = '#d9d9d9';
/** Colour of words of the second rank. */
export const GREY = '#595959';

/** A figure: drawn in either language, with every plotted point as a table. */
export interface Figure {
  /** Name of its files; letters, digits and hyphens. */
  readonly id: string;
  readonly title: Text;
  draw(language: Language): Html;
  readonly points: readonly PointTable[];
}

/** Plotted points. */
export interface PointTable {
  /** Name of the file without its ending. */
  readonly id: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

/** A whole drawing. Looks the same by itself and inside the page. */
export function sheet(height: number, title: string, ...children: readonly Content[]): Html {
  const attributes: Attributes = {
    xmlns: 'http://www.w3.org/2000/svg',
    viewBox: `0 0 ${WIDTH} ${Math.ceil(height)}`,
    width: WIDTH,
    height: Math.ceil(height),
    role: 'img',
    'aria-label': title,
    'font-family': 'system-ui, "Segoe UI", Roboto, "Noto Sans", "PingFang SC", "Microsoft YaHei", sans-serif',
    'font-size': FONT,
    fill: INK,
  };
  return element('svg', attributes, element('rect', { width: WIDTH, height, fill: '#ffffff' }), ...children);
}

/** How words stand. */
export interface WordOptions {
  /** Which of their ends stands at x. Default start. */
  readonly anchor?: 'start' | 'middle' | 'end';
  /** Px. Default 12. */
  readonly size?: number;
  /** Colour. Default that of words and axes. */
  readonly fill?: string;
  /** Default false. */
  readonly bold?: boolean;
  /** Shortened with an ellipsis when wider, px. The whole text is then the tooltip. */
  readonly fit?: number;
  /** Turned to read upwards. Default false. */
  readonly upwards?: boolean;
}

const WORD_OPTIONS = Object.freeze({
  anchor: 'start',
  size: FONT,
  fill: INK,
  bold: false,
  fit: undefined,
  upwards: false,
});

/**
 * Words on their base line.
 *
 * @throws EvaluationError `options/unknown-key`.
 */
export function words(x: number, y: number, text: string, options: WordOptions = {}): Html {
  checkOptions(options, WORD_OPTIONS);
  const { anchor, size, fill, bold, fit, upwards } = options;
  const shown = fit === undefined ? text : fitWidth(text, fit, size ?? FONT);
  const attributes: Attributes = {
    x,
    y,
    'text-anchor': anchor === undefined || anchor === 'start' ? undefined : anchor,
    'font-size': size,
    fill,
    'font-weight': bold === true ? 600 : undefined,
    transform: upwards === true ? `rotate(-90 ${x} ${y})` : undefined,
  };
  return element('text', attributes, shown, shown === text ? null : element('title', {}, text));
}

/** A straight line. */
export function line(
  [x1, y1, x2, y2]: readonly [number, number, number, number],
  attributes: Attributes = {},
): Html {
  return element('line', { x1, y1, x2, y2, stroke: INK, ...attributes });
}

/** A point on the sheet, px. */
export type Point = readonly [x: number, y: number];

function printPoint([x, y]: Point): string {
  return `${Math.round(x * 10) / 10} ${Math.round(y * 10) / 10}`;
}

/** A line through points. */
export function path(points: readonly Point[], attributes: Attributes): Html {
  const d = points.map((point, index) => `${index === 0 ? 'M' : 'L'}${printPoint(point)}`).join('');
  return element('path', { d, fill: 'none', 'stroke-width': 1.8, 'stroke-linejoin': 'round', ...attributes });
}

/** An area between a line and another that runs beside it. */
export function band(upper: readonly Point[], lower: readonly Point[], fill: string): Html {
  const points = [...upper, ...[...lower].reverse()];
  const d = `${points.map((point, index) => `${index === 0 ? 'M' : 'L'}${printPoint(point)}`).join('')}Z`;
  return element('path', { d, fill, 'fill-opacity': 0.15 });
}

/** From values to px. */
export interface AxisScale {
  (value: number): number;
  readonly domain: readonly [number, number];
  readonly range: readonly [number, number];
}

/** A linear scale. A domain without width is made one wide. */
export function linear(domain: readonly [number, number], range: readonly [number, number]): AxisScale {
  const [from, to] = domain;
  const span = to - from === 0 ? 1 : to - from;
  const at = (value: number): number => range[0] + ((value - from) / span) * (range[1] - range[0]);
  return Object.assign(at, { domain, range });
}

/** A logarithmic scale; domain above 0. */
export function logarithmic(domain: readonly [number, number], range: readonly [number, number]): AxisScale {
  const inner = linear([Math.log(domain[0]), Math.log(domain[1])], range);
  return Object.assign((value: number) => inner(Math.log(value)), { domain, range });
}

/** About five round values inside a domain. */
export function roundTicks([from, to]: readonly [number, number], wanted = 5): readonly number[] {
  const rough = (to - from) / wanted;
  if (!(rough > 0)) return [from];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, index) =>
    Number(((first + index) * step).toPrecision(12)),
  );
}

/** What an axis shows. */
export interface AxisOptions {
  readonly ticks: readonly number[];
  readonly label: string;
  /** Other end of the grid lines, px; none when left out. */
  readonly grid?: number;
  readonly print?: (value: number) => string;
}

const AXIS_OPTIONS = Object.freeze({ ticks: undefined, label: undefined, grid: undefined, print: undefined });

/**
 * An axis below the plot, at height `y`.
 *
 * @throws EvaluationError `options/unknown-key`.
 */
export function bottomAxis(scale: AxisScale, y: number, options: AxisOptions): Html[] {
  checkOptions(options, AXIS_OPTIONS);
  const { ticks, label, grid, print } = options;
  const [left, right] = scale.range;
  const marks = ticks.flatMap((tick) => [
    ...(grid === undefined ? [] : [line([scale(tick), grid, scale(tick), y], { stroke: FAINT })]),
    line([scale(tick), y, scale(tick), y + 4]),
    words(scale(tick), y + 17, (print ?? String)(tick), { anchor: 'middle', size: 11 }),
  ]);
  const axis = line([Math.min(left, right), y, Math.max(left, right), y]);
  return [
    ...marks,
    axis,
    words((left + right) / 2, y + 34, label, { anchor: 'middle', fit: Math.abs(right - left) }),
  ];
}

/**
 * An axis left of the plot, at `x`.
 *
 * @throws EvaluationError `options/unknown-key`.
 */
export function leftAxis(scale: AxisScale, x: number, options: AxisOptions): Html[] {
  checkOptions(options, AXIS_OPTIONS);
  const { ticks, label, grid, print } = options;
  const [bottom, top] = scale.range;
  const marks = ticks.flatMap((tick) => [
    ...(grid === undefined ? [] : [line([x, scale(tick), grid, scale(tick)], { stroke: FAINT })]),
    line([x - 4, scale(tick), x, scale(tick)]),
    words(x - 7, scale(tick) + 4, (print ?? String)(tick), { anchor: 'end', size: 11 }),
  ]);
  const middle = (bottom + top) / 2;
  const fit = Math.abs(bottom - top) + 20;
  const name = words(13, middle, label, { anchor: 'middle', upwards: true, fit });
  return [...marks, line([x, bottom, x, top]), name];
}

/** One row of a legend: a piece of line and words. */
export function legendRow(
  x: number,
  y: number,
  { text, style, fit }: { text: string; style: Attributes; fit: number },
): Html[] {
  return [
    line([x, y - 4, x + 26, y - 4], { 'stroke-width': 2.2, ...style }),
    words(x + 33, y, text, { fit: fit - 33 }),
  ];
}
