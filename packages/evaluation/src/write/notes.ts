/**
 * Footnotes of one table: why a number is not defined, or what a reader has to know about it.
 */
import type { Html } from './html.ts';
import { EMPTY, html } from './html.ts';
import { reasonText } from './reasons.ts';

/** Collects reasons while a table is made, and prints them below it. The same reason gets the same letter. */
export class Notes {
  private readonly reasons: string[] = [];

  /** The mark of a reason, or nothing when there is none. */
  mark(reason: string | undefined): Html {
    if (reason === undefined) return EMPTY;
    if (!this.reasons.includes(reason)) this.reasons.push(reason);
    return html`<sup>${letter(this.reasons.indexOf(reason))}</sup>`;
  }

  /** The notes, in order of their letters. */
  list(): Html {
    if (this.reasons.length === 0) return EMPTY;
    const lines = this.reasons.map(
      (reason, index) => html`<p><sup>${letter(index)}</sup> ${reasonText(reason)}</p>`,
    );
    return html`<div class="notes">${lines}</div>`;
  }
}

function letter(index: number): string {
  return String.fromCharCode(97 + (index % 26)).repeat(1 + Math.floor(index / 26));
}
