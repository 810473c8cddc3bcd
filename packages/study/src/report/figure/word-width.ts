/**
 * About how wide words are, without a font at hand, so that nothing runs out of its box.
 */

const WIDE = /[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef]/;
const NARROW = /[ijlt.,:;'|!()[\]fr ]/;
const BROAD = /[A-Zmw@%\u2014]/;

function characterWidth(character: string): number {
  if (WIDE.test(character)) return 1;
  if (NARROW.test(character)) return 0.33;
  return BROAD.test(character) ? 0.76 : 0.58;
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
