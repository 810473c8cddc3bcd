/**
 * The frame of a page: one file that needs nothing else, in two languages, with a policy that forbids it to load or run
 * anything. Knows nothing of what stands in its sections.
 */
import { sha256Hex } from '@mriscore/stats/classification';
import type { Html, Text } from '../write/html.ts';
import { element, html, Html as Markup } from '../write/html.ts';
import type { Section } from './parts.ts';
import { STYLE } from './style.ts';

/** Printed on top and at the foot of the page. */
export const INTENDED_USE: Text = {
  en: 'Research use only - not for diagnosis',
  zh: '仅供研究使用，不得用于诊断',
};

/** What the page may do: show its own style, and nothing else. */
function policy(): string {
  const digits = sha256Hex(new TextEncoder().encode(STYLE)).match(/../g) ?? [];
  const hash = btoa(String.fromCharCode(...digits.map((byte) => Number.parseInt(byte, 16))));
  return `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
}

function renderSection({ id, heading, body }: Section): Html {
  return element('section', { id }, html`<h2>${heading}</h2>${body}`);
}

function contents(sections: readonly Section[]): Html {
  const links = sections.map(
    ({ id, heading }) => html`<li>${element('a', { href: `#${id}` }, heading)}</li>`,
  );
  return html`<nav><ul>${links}</ul></nav>`;
}

function languageSwitch(): Html {
  return html`<div class="switch"><label for="language-en">English</label><label for="language-zh" lang="zh-Hans">中文</label></div>`;
}

function languageButtons(): Html {
  const button = (id: string, label: string, checked?: string): Html =>
    element('input', {
      class: 'language',
      type: 'radio',
      name: 'language',
      id,
      'aria-label': label,
      checked,
    });
  return html`${button('language-en', 'English', '')}${button('language-zh', '中文')}`;
}

function head(title: string): Html {
  return html`<head><meta charset="utf-8">${element('meta', { 'http-equiv': 'Content-Security-Policy', content: policy() })}<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer"><title>${title}</title><style>${new Markup(STYLE)}</style></head>`;
}

/** What stands in the frame. */
export interface PageContent {
  readonly title: string;
  /** In reading order. */
  readonly sections: readonly Section[];
  /** Version of the program, for the foot. */
  readonly mriscore: string;
}

/** The page as text. The same content gives the same bytes: no time, no machine, no random name. */
export function framePage({ title, sections, mriscore }: PageContent): string {
  const banner = html`<div class="banner"><div>${INTENDED_USE}</div></div>`;
  const page = html`<!doctype html>
<html lang="en">
${head(title)}
<body>
${languageButtons()}
${banner}
<header>${languageSwitch()}<h1>${title}</h1>${contents(sections)}</header>
<main>
${sections.map(renderSection)}
</main>
<footer><div class="inner"><p>${{ en: 'Made by mriscore', zh: '由 mriscore 生成' }} ${mriscore}.</p></div>${banner}</footer>
</body>
</html>
`;
  return page.markup;
}
