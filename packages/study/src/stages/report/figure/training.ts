/**
 * Loss over epochs, one line a network or part.
 */

import type { Figure } from '@mriscore/evaluation/figure';
import {
  bottomAxis,
  GREY,
  leftAxis,
  legendRow,
  line,
  linear,
  lineStyle,
  path,
  roundTicks,
  sheet,
  WIDTH,
} from '@mriscore/evaluation/figure';
import type { Html, Language, Text } from '@mriscore/evaluation/write';

/** One line: the loss of epoch 1, 2, ... */
export interface LossLine {
  readonly name: string;
  readonly label: Text;
  readonly losses: readonly number[];
}

/** What is drawn. */
export interface TrainingInput {
  readonly lines: readonly LossLine[];
  /** Epoch whose weights were kept, from 1; null where it was the last. */
  readonly keptEpoch: number | null;
}

const LEFT = 56;
const TOP = 8;
const HEIGHT = 200;

function draw(title: Text, { lines, keptEpoch }: TrainingInput, language: Language): Html {
  const zh = language === 'zh';
  const epochs = Math.max(1, ...lines.map(({ losses }) => losses.length));
  const most = Math.max(...lines.flatMap(({ losses }) => losses), 0.1) * 1.05;
  const x = linear([Math.min(1, epochs - 1), epochs], [LEFT, WIDTH - 16]);
  const y = linear([0, most], [TOP + HEIGHT, TOP]);
  const foot = TOP + HEIGHT + 58;
  const kept = zh ? `保留第 ${keptEpoch} 轮` : `kept epoch ${keptEpoch}`;
  const ticks = roundTicks([1, epochs], 6).filter(Number.isInteger);
  return sheet(
    foot + (lines.length - 1 + (keptEpoch === null ? 0 : 1)) * 18 + 6,
    title[language],
    bottomAxis(x, TOP + HEIGHT, { ticks, grid: TOP, label: zh ? '轮次' : 'Epoch' }),
    leftAxis(y, LEFT, {
      ticks: roundTicks([0, most], 4),
      grid: WIDTH - 16,
      label: zh ? '损失（交叉熵）' : 'Loss (cross-entropy)',
    }),
    keptEpoch === null
      ? null
      : line([x(keptEpoch), TOP, x(keptEpoch), TOP + HEIGHT], { stroke: GREY, 'stroke-width': 1.5 }),
    lines.map(({ losses }, index) =>
      path(
        losses.map((loss, epoch) => [x(epoch + 1), y(loss)] as const),
        lineStyle(index),
      ),
    ),
    lines.map(({ label }, index) =>
      legendRow(LEFT, foot + index * 18, {
        text: label[language],
        style: lineStyle(index),
        fit: WIDTH - LEFT,
      }),
    ),
    keptEpoch === null
      ? null
      : legendRow(LEFT, foot + lines.length * 18, { text: kept, style: { stroke: GREY }, fit: WIDTH - LEFT }),
  );
}

/** Loss over epochs. */
export function trainingFigure(id: string, title: Text, input: TrainingInput): Figure {
  const rows = input.lines.flatMap(({ name, losses }) =>
    losses.map((loss, epoch) => [name, epoch + 1, loss]),
  );
  return {
    id,
    title,
    draw: (language) => draw(title, input, language),
    points: [{ id, header: ['line', 'epoch', 'loss'], rows }],
  };
}
