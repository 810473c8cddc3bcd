/**
 * A calibration curve with its band over the distribution of predicted risks, of one set.
 */
import type { SetCalibration } from '../judge/result.ts';
import type { Html, Language, Text } from '../write/html.ts';
import type { AxisScale, Figure, Point } from './drawing.ts';
import {
  band,
  bottomAxis,
  FAINT,
  FONT,
  GREY,
  leftAxis,
  line,
  linear,
  path,
  sheet,
  WIDTH,
  words,
} from './drawing.ts';
import { colourOf } from './palette.ts';

/** What is drawn of one set. */
export interface CalibrationInput {
  readonly calibration: SetCalibration;
  /** Predicted risks of all patients. */
  readonly risks: readonly { readonly score: number; readonly target: 0 | 1 }[];
}

const LEFT = 64;
const TOP = 8;
const EDGE = 300;
const RISKS_TOP = TOP + EDGE + 14;
const RISKS = 60;
const BINS = 20;
const TICKS = [0, 0.2, 0.4, 0.6, 0.8, 1];

/** Patients of one class in each twentieth of the risks. */
function countRisks(risks: CalibrationInput['risks'], target: 0 | 1): readonly number[] {
  const counts = new Array<number>(BINS).fill(0);
  for (const risk of risks) {
    const bin = Math.min(BINS - 1, Math.floor(risk.score * BINS));
    if (risk.target === target) counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}

const inside = (value: number): number => Math.min(1, Math.max(0, value));

function drawCurve({ calibration }: CalibrationInput, x: AxisScale, y: AxisScale): readonly Html[] {
  const { points } = calibration;
  const at = (risk: number, observed: number): Point => [x(risk), y(inside(observed))];
  const limited = points.flatMap(({ predicted, lower, upper }) =>
    lower === null || upper === null ? [] : [{ predicted, lower, upper }],
  );
  return [
    band(
      limited.map(({ predicted, upper }) => at(predicted, upper)),
      limited.map(({ predicted, lower }) => at(predicted, lower)),
      colourOf(0),
    ),
    path(
      points.map(({ predicted, observed }) => at(predicted, observed)),
      { stroke: colourOf(0) },
    ),
  ];
}

function drawRisks({ risks }: CalibrationInput, x: AxisScale): readonly Html[] {
  const groups = [countRisks(risks, 1), countRisks(risks, 0)];
  const most = Math.max(1, ...groups.flat());
  const middle = RISKS_TOP + RISKS / 2;
  const bars = groups.flatMap((counts, group) =>
    counts.flatMap((found, bin) => {
      if (found === 0) return [];
      const height = (found / most) * (RISKS / 2 - 2);
      const centre = x((bin + 0.5) / BINS);
      const end = group === 0 ? middle - height : middle + height;
      return [line([centre, middle, centre, end], { stroke: colourOf(group), 'stroke-width': 9 })];
    }),
  );
  return [...bars, line([x(0), middle, x(1), middle], { stroke: GREY })];
}

function draw(title: Text, input: CalibrationInput, language: Language): Html {
  const zh = language === 'zh';
  const x = linear([0, 1], [LEFT, WIDTH - 14]);
  const y = linear([0, 1], [TOP + EDGE, TOP]);
  const { points } = input.calibration;
  const none = zh ? '患者过少，无法绘制曲线' : 'Too few patients for a curve';
  const foot = RISKS_TOP + RISKS;
  return sheet(
    foot + 42,
    title[language],
    leftAxis(y, LEFT, { ticks: TICKS, grid: x(1), label: zh ? '观察到的比例' : 'Observed share' }),
    line([x(0), y(0), x(1), y(0)]),
    line([x(0), y(0), x(1), y(1)], { stroke: FAINT, 'stroke-width': 1.5 }),
    points.length === 0
      ? words(x(0.5), y(0.5), none, { anchor: 'middle', fill: GREY, size: FONT })
      : drawCurve(input, x, y),
    drawRisks(input, x),
    words(LEFT - 7, RISKS_TOP + 16, zh ? '阳性' : 'positive', {
      anchor: 'end',
      size: 11,
      fill: colourOf(0),
      fit: LEFT - 7,
    }),
    words(LEFT - 7, RISKS_TOP + 50, zh ? '阴性' : 'negative', {
      anchor: 'end',
      size: 11,
      fill: colourOf(1),
      fit: LEFT - 6,
    }),
    bottomAxis(x, foot, { ticks: TICKS, label: zh ? '预测风险' : 'Predicted risk' }),
  );
}

/** The calibration of one set. */
export function calibrationFigure(id: string, title: Text, input: CalibrationInput): Figure {
  const [positives, negatives] = [countRisks(input.risks, 1), countRisks(input.risks, 0)];
  return {
    id,
    title,
    draw: (language) => draw(title, input, language),
    points: [
      {
        id,
        header: ['predicted', 'observed', 'lower', 'upper'],
        rows: input.calibration.points.map(({ predicted, observed, lower, upper }) => [
          predicted,
          observed,
          lower,
          upper,
        ]),
      },
      {
        id: `${id}-risks`,
        header: ['from', 'to', 'positives', 'negatives'],
        rows: positives.map((found, bin) => [bin / BINS, (bin + 1) / BINS, found, negatives[bin] ?? 0]),
      },
    ],
  };
}
