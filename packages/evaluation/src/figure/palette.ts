/**
 * Colours that differ for the colour-blind, each with a pattern of dashes, so that print in grey can be read too.
 *
 * @see Okabe and Ito, Color Universal Design, 2008.
 */
import type { Attributes } from '../write/html.ts';

const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#aa4499', '#8a6d00', '#3b9fd8', '#1a1a1a'];
const DASHES = [undefined, '7 3', '2 3', '9 3 2 3', '12 4', '4 2', '1 2'];

/** Colour and dashes of the n-th line of a figure, from 0. */
export function lineStyle(index: number): Attributes {
  return { stroke: colourOf(index), 'stroke-dasharray': DASHES[index % DASHES.length] };
}

/** Colour of the n-th item of a figure, from 0. */
export function colourOf(index: number): string {
  return COLOURS[index % COLOURS.length] ?? '#1a1a1a';
}

/** The groups of a survival curve, the same in every figure. */
export const GROUP_STYLE = {
  high: { stroke: '#0072b2', 'stroke-dasharray': undefined },
  low: { stroke: '#d55e00', 'stroke-dasharray': '7 3' },
  all: { stroke: '#1a1a1a', 'stroke-dasharray': undefined },
} as const;
