/**
 * About how wide words are, without a font at hand, so that nothing runs out of its box.
 */

const WIDE = /[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef]/;

/** Widths in a wide font (DejaVu Sans), em; what is not named is as wide as most letters. */
const WIDTHS: readonly (readonly [characters: RegExp, em: number])[] = [
  [/[ijlI.,:;'|!/ ]/, 0.35],
  [/[()[\]frt\-"]/, 0.42],
  [/[MW@mOQG%\u2014\u2026]/, 1],
  [/[A-Zw=<>+~#&\u2212]/, 0.84],
];

function characterWidth(character: string): number {
  if (WIDE.test(character)) return 1;
  return WIDTHS.find(([characters]) => characters.test(character))?.[1] ?? 0.64;
}

/** Estimated width of words, px; never much less than they need. */
export function wordWidth(text: string, size: number): number {
  return Array.from(text).reduce((sum, character) => sum + characterWidth(character), 0) * size;
}

/** The words, or as many of their letters as fit, with an ellipsis. */
export function fitWidth(text: string, width: number, size: number): string {
  if (wordWidth(text, size) <= width) return text;
  const letters = Array.from(text);
  while (letters.length > 1 && wordWidth(letters.join(''), size) + size > width) letters.pop();
  return `${letters.join('').trimEnd()}\u2026`;
}

/** Lines of words that are each no wider than asked; a single long word is cut. */
export function wrapWords(text: string, width: number, size: number): readonly string[] {
  const pieces = text.match(/[\u2e80-\ua4cf\uff00-\uffef]|[^\s\u2e80-\ua4cf\uff00-\uffef]+\s*|\s+/gu) ?? [];
  const lines: string[] = [''];
  for (const piece of pieces) {
    const current = lines[lines.length - 1] ?? '';
    if (current !== '' && wordWidth(current + piece.trimEnd(), size) > width) lines.push(piece);
    else lines[lines.length - 1] = current + piece;
  }
  return lines.map((one) => fitWidth(one.trim(), width, size));
}
