/**
 * How numbers are printed, the same in the page, in its figures and in both languages.
 *
 * Gives text and markup. Rounds for print only; the unrounded value is in `report.json` and in the markup.
 */
import type { Estimate } from '@mriscore/stats';
import { checkOptions } from '../options.ts';
import type { Html } from './html.ts';
import { element, html } from './html.ts';
import type { Notes } from './notes.ts';

/** Digits after the point of an estimate. */
export const DIGITS = 3;

/** What stands for a number that is not defined. */
export const UNDEFINED = '-';

/**
 * A number with a fixed number of digits and a true minus sign; `-` for null.
 *
 * @param pivot A value that print must not round to unless the number is that value, such as 1 for a limit of a
 * ratio: more digits are shown until the side is visible.
 */
export function fixed(value: number | null, digits: number = DIGITS, pivot?: number): string {
  if (value === null) return UNDEFINED;
  let shown = digits;
  while (
    pivot !== undefined &&
    value !== pivot &&
    shown < 9 &&
    value.toFixed(shown) === pivot.toFixed(shown)
  ) {
    shown += 1;
  }
  const text = value.toFixed(shown);
  return Number(text) < 0 ? text.replace('-', '\u2212') : text.replace('-', '');
}

/** A P value with three digits: `< 0.001` when below, more digits where it would be rounded to the 0.05 mark. */
export function printP(p: number | null): string {
  if (p === null) return UNDEFINED;
  return p < 0.001 ? '< 0.001' : fixed(p, DIGITS, 0.05);
}

/** `P = 0.034` or `P < 0.001`. */
export function printPWithName(p: number | null): string {
  const text = printP(p);
  return text.startsWith('<') ? `P ${text}` : `P = ${text}`;
}

/** How an estimate is printed. */
export interface EstimatePrint {
  /** Default 3. */
  readonly digits?: number;
  /** The value of no effect, which no limit may be rounded to: 0.5 for an AUC, 1 for a ratio. */
  readonly pivot?: number;
}

const ESTIMATE_PRINT = Object.freeze({ digits: DIGITS, pivot: undefined });

/**
 * Value and limits as text: `0.853 [0.780, 0.926]`; a median that was not reached may have a limit: `- [13.2, -]`.
 *
 * @throws EvaluationError `options/unknown-key`.
 */
export function printEstimate({ value, lower, upper }: Estimate, options: EstimatePrint = {}): string {
  checkOptions(options, ESTIMATE_PRINT);
  const { digits, pivot } = options;
  const print = (number: number | null): string => fixed(number, digits ?? DIGITS, pivot);
  return lower === null && upper === null
    ? print(value)
    : `${print(value)} [${print(lower)}, ${print(upper)}]`;
}

/** A printed number that carries its unrounded value. */
export function number(value: number | null, digits: number = DIGITS, pivot?: number): Html {
  if (value === null) return html`${UNDEFINED}`;
  return element('data', { value: String(value) }, fixed(value, digits, pivot));
}

/** A count. */
export function count(value: number): Html {
  return element('data', { value: String(value) }, String(value));
}

/** A P value that carries its unrounded value. */
export function pValue(p: number | null): Html {
  return p === null ? html`${UNDEFINED}` : element('data', { value: String(p) }, printP(p));
}

/** `P = 0.034`, with the unrounded value. */
export function pWithName(p: number | null): Html {
  return p !== null && p < 0.001 ? html`P ${pValue(p)}` : html`P = ${pValue(p)}`;
}

/**
 * An estimate with its limits, each with its unrounded value, and the mark of a footnote when it has a reason.
 *
 * @param notes Receives the reason, when given.
 * @throws EvaluationError `options/unknown-key`.
 */
export function estimate(estimated: Estimate, notes: Notes | null, print: EstimatePrint = {}): Html {
  checkOptions(print, ESTIMATE_PRINT);
  const { value, lower, upper, reason } = estimated;
  const mark = notes?.mark(reason) ?? null;
  const show = (limit: number | null): Html => number(limit, print.digits ?? DIGITS, print.pivot);
  if (lower === null && upper === null) return html`${show(value)}${mark}`;
  return html`<span class="whole">${show(value)} [${show(lower)}, ${show(upper)}]${mark}</span>`;
}
