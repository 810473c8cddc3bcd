/**
 * A small generator for tests, keyed by a text. Not for studies: those hand in a counter-based one.
 */

import type { RandomSource } from './random.ts';

/**
 * A stream that depends only on its key.
 *
 * @param key Any text.
 */
export function pseudoRandom(key: string): RandomSource {
  let word = 2166136261;
  for (const letter of key) word = Math.imul(word ^ letter.codePointAt(0)!, 16777619);
  const uniform = (): number => {
    word = (word + 0x6d2b79f5) | 0;
    let t = Math.imul(word ^ (word >>> 15), 1 | word);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    uniform,
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    integer: (belowN) => Math.floor(uniform() * belowN),
  };
}
