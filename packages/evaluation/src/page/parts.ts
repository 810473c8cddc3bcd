/**
 * The pieces that sections are built from: headings, paragraphs, tables and figures.
 */

import type { Figure } from '../figure/drawing.ts';
import { figureFile, pointsFile } from '../figure/files.ts';
import type { Content, Html, Text } from '../write/html.ts';
import { bilingual, element, html } from '../write/html.ts';

/** One section of the page. */
export interface Section {
  /** Anchor; letters and hyphens. */
  readonly id: string;
  readonly heading: Text;
  readonly body: Content;
}

/** A paragraph in both languages. Contents may hold markup. */
export function paragraph(en: Content, zh: Content): Html {
  return html`<p>${bilingual(en, zh)}</p>`;
}

/** A paragraph of the second rank: how to read what stands above it. */
export function remark(en: Content, zh: Content): Html {
  return html`<p class="remark">${bilingual(en, zh)}</p>`;
}

/** A table. The first cell of each row is its header. */
export interface TableContent {
  readonly caption: Text;
  readonly head: readonly Content[];
  readonly rows: readonly (readonly Content[])[];
}

/** A table that scrolls by itself where the screen is narrow. */
export function table({ caption, head, rows }: TableContent): Html {
  const cells = ([first, ...rest]: readonly Content[]): Html =>
    html`<tr><th scope="row">${first ?? null}</th>${rest.map((cell) => html`<td>${cell}</td>`)}</tr>`;
  const columns = head.map((cell) => html`<th scope="col">${cell}</th>`);
  return html`<div class="scroll" tabindex="0"><table><caption>${caption}</caption><thead><tr>${columns}</tr></thead><tbody>${rows.map(cells)}</tbody></table></div>`;
}

function fileLink(path: string, text: Content): Html {
  return element('a', { href: path }, text);
}

/** A figure with its title, in both languages, and links to its files. */
export function figure(drawn: Figure): Html {
  const files = [
    bilingual(fileLink(figureFile(drawn.id, 'en'), 'SVG'), fileLink(figureFile(drawn.id, 'zh'), 'SVG')),
    ...drawn.points.map(({ id }, index) =>
      fileLink(pointsFile(id), drawn.points.length === 1 ? 'CSV' : `CSV ${index + 1}`),
    ),
  ];
  const links = files.map((link) => html` ${link}`);
  return element(
    'figure',
    { id: `figure-${drawn.id}` },
    html`<div lang="en">${drawn.draw('en')}</div><div lang="zh-CN">${drawn.draw('zh')}</div>`,
    html`<figcaption>${drawn.title}<span class="files">${links}</span></figcaption>`,
  );
}

/** Figures side by side where the screen is wide enough. */
export function figureGrid(figures: readonly Figure[]): Html {
  return html`<div class="grid">${figures.map(figure)}</div>`;
}
