/**
 * Share of the attention on each sequence: median and quartiles, one row a set.
 */

import type { Figure } from '@mriscore/evaluation/figure';
import {
  bottomAxis,
  colourOf,
  FAINT,
  GREY,
  legendRow,
  line,
  linear,
  sheet,
  WIDTH,
  words,
} from '@mriscore/evaluation/figure';
import type { Html, Language, Text } from '@mriscore/evaluation/write';
import { element } from '@mriscore/evaluation/write';
import type { AttentionSummary } from '../attention-summary.ts';

/** What is drawn. */
export interface AttentionInput {
  readonly sequences: readonly string[];
  readonly sets: readonly { readonly name: string; readonly label: Text }[];
  readonly summaries: readonly AttentionSummary[];
}

const LEFT = 90;
const ROW = 13;
const GAP = 16;

function draw(title: Text, { sequences, sets, summaries }: AttentionInput, language: Language): Html {
  const zh = language === 'zh';
  const x = linear([0, 1], [LEFT, WIDTH - 16]);
  const block = sets.length * ROW + GAP;
  const foot = 8 + sequences.length * block;
  const items = sequences.flatMap((sequence, place) => {
    const top = 8 + place * block;
    const name = words(LEFT - 10, top + (sets.length * ROW) / 2 + 4, sequence, {
      anchor: 'end',
      bold: true,
      fit: LEFT - 12,
    });
    const rows = sets.flatMap((set, index) => {
      const found = summaries.find((one) => one.set === set.name && one.sequence === sequence);
      if (found === undefined || found.median === null) return [];
      const y = top + index * ROW + ROW / 2;
      const colour = colourOf(index);
      return [
        line([x(found.lower ?? 0), y, x(found.upper ?? 0), y], { stroke: colour, 'stroke-width': 2 }),
        element('circle', { cx: x(found.median), cy: y, r: 4, fill: colour }),
      ];
    });
    return [
      name,
      ...rows,
      line([4, top + block - GAP / 2, WIDTH - 4, top + block - GAP / 2], { stroke: FAINT }),
    ];
  });
  const equal = 1 / sequences.length;
  return sheet(
    foot + 54 + sets.length * 18,
    title[language],
    line([x(equal), 4, x(equal), foot], { stroke: GREY, 'stroke-dasharray': '3 3' }),
    items,
    bottomAxis(x, foot, {
      ticks: [0, 0.2, 0.4, 0.6, 0.8, 1],
      label: zh ? '注意力份额（中位数，四分位）' : 'Share of attention (median, quartiles)',
    }),
    sets.map(({ label }, index) =>
      legendRow(LEFT, foot + 58 + index * 18, {
        text: label[language],
        style: { stroke: colourOf(index) },
        fit: WIDTH - LEFT,
      }),
    ),
  );
}

/** Attention of every sequence in every set. */
export function attentionFigure(id: string, title: Text, input: AttentionInput): Figure {
  return {
    id,
    title,
    draw: (language) => draw(title, input, language),
    points: [
      {
        id,
        header: ['set', 'sequence', 'patients', 'median', 'lower_quartile', 'upper_quartile'],
        rows: input.summaries.map(({ set, sequence, n, median, lower, upper }) => [
          set,
          sequence,
          n,
          median,
          lower,
          upper,
        ]),
      },
    ],
  };
}
