/**
 * Markup that cannot be broken by what it shows: every text is escaped unless it is known to be markup already.
 *
 * Gives HTML and SVG. Attributes are made by `element`, texts by `html`; there is no third way into the page.
 */

/** One text in the two languages of a report. Plain text, not markup. */
export interface Text {
  readonly en: string;
  readonly zh: string;
}

/** The languages of a report. */
export type Language = keyof Text;

/** Markup that was made by this file. */
export class Html {
  readonly markup: string;

  /** @param markup Well-formed markup, every foreign text in it escaped. */
  constructor(markup: string) {
    this.markup = markup;
  }
}

/** What may stand between two tags. Strings and numbers are escaped, a `Text` becomes one span a language. */
export type Content = Html | Text | string | number | null | readonly Content[];

/** Nothing. */
export const EMPTY = new Html('');

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Control characters are not allowed in XML; bidirectional controls could show a text in another order. */
function isUnprintable(code: number): boolean {
  const control = code < 32 && code !== 9 && code !== 10;
  const bidirectional = (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
  const noCharacter = (code >= 0xd800 && code <= 0xdfff) || code === 0xfffe || code === 0xffff;
  return control || (code >= 0x7f && code <= 0x9f) || bidirectional || noCharacter;
}

/**
 * A text as it may stand between tags and between the quotes of an attribute, in HTML and in SVG.
 *
 * @returns the text with `& < > " '` as references; characters that XML forbids, or that turn the direction of a
 * line, become U+FFFD.
 */
export function escapeText(text: string): string {
  const characters = Array.from(text, (character) =>
    isUnprintable(character.codePointAt(0) ?? 0) ? '\uFFFD' : (ESCAPES[character] ?? character),
  );
  return characters.join('');
}

function isList(content: Content): content is readonly Content[] {
  return Array.isArray(content);
}

/** One content in each language; the page shows one of the two. */
export function bilingual(en: Content, zh: Content): Html {
  return new Html(`<span lang="en">${render(en)}</span><span lang="zh-CN">${render(zh)}</span>`);
}

function render(content: Content): string {
  if (content === null) return '';
  if (content instanceof Html) return content.markup;
  if (isList(content)) return content.map(render).join('');
  if (typeof content === 'object') return bilingual(content.en, content.zh).markup;
  return escapeText(String(content));
}

/**
 * Markup from a template. Values stand between tags only, never inside a tag: see `element`.
 *
 * @example
 * html`<p>${'a < b'}</p>`.markup; // '<p>a &lt; b</p>'
 */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Html {
  return new Html(strings.map((part, index) => part + render(values[index] ?? null)).join(''));
}

/** Attributes of an element. Numbers are rounded to a hundredth; undefined leaves the attribute out. */
export type Attributes = Readonly<Record<string, string | number | undefined>>;

const VOID = new Set(['meta', 'input', 'br']);

function formatAttribute([name, value]: readonly [string, string | number | undefined]): string {
  if (value === undefined) return '';
  const text = typeof value === 'number' ? String(Math.round(value * 100) / 100 + 0) : escapeText(value);
  return ` ${name}="${text}"`;
}

/**
 * One element of HTML or SVG.
 *
 * @param name A tag name written in the source, never a foreign text.
 * @param attributes Names written in the source; values are escaped.
 */
export function element(name: string, attributes: Attributes, ...children: readonly Content[]): Html {
  const open = `<${name}${Object.entries(attributes).map(formatAttribute).join('')}>`;
  return new Html(VOID.has(name) ? open : `${open}${render(children)}</${name}>`);
}
