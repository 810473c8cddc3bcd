/**
 * The table of median times to an event, of the report and of an analysis.
 *
 * Knows the two groups of a cut-off and the one curve without; whose they are is the caller's.
 */
import type { EndpointResult, GroupCurve } from '../judge/result.ts';
import type { Content, Html } from '../write/html.ts';
import { html } from '../write/html.ts';
import type { Notes } from '../write/notes.ts';
import { count, estimate, pValue, UNDEFINED } from '../write/numbers.ts';
import { table } from './parts.ts';

/** Head of the table where a cut-off splits the patients. */
export const SPLIT_MEDIAN_HEAD: readonly Content[] = [
  '',
  { en: 'High: events', zh: '高分：事件' },
  { en: 'High: median', zh: '高分：中位' },
  { en: 'Low: events', zh: '低分：事件' },
  { en: 'Low: median', zh: '低分：中位' },
  { en: 'Log-rank P', zh: '对数秩 P' },
];

/** Head of the table where there is one curve. */
export const WHOLE_MEDIAN_HEAD: readonly Content[] = [
  '',
  { en: 'Events', zh: '事件' },
  { en: 'Median', zh: '中位' },
];

function groupCells(group: GroupCurve | undefined, notes: Notes): readonly Content[] {
  if (group === undefined) return [UNDEFINED, UNDEFINED];
  return [html`${count(group.events)}/${count(group.n)}`, estimate(group.median, notes, { digits: 1 })];
}

/** One row without its name: two cells of the one curve, or five of high, low and their test. */
export function medianCells({ groups, logRank }: EndpointResult, notes: Notes): readonly Content[] {
  const named = (name: GroupCurve['group']): GroupCurve | undefined =>
    groups.find(({ group }) => group === name);
  if (named('all') !== undefined) return groupCells(named('all'), notes);
  return [
    ...groupCells(named('high'), notes),
    ...groupCells(named('low'), notes),
    html`${pValue(logRank.p)}${notes.mark(logRank.reason)}`,
  ];
}

/** The table of rows that fit the head. */
export function medianTable(head: readonly Content[], rows: readonly (readonly Content[])[]): Html {
  return table({
    caption: { en: 'Median time to the event, months', zh: '至事件的中位时间，月' },
    head,
    rows,
  });
}
