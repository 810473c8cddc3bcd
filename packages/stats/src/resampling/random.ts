/**
 * Where every random number of a study comes from.
 *
 * Reads a seed, a purpose and ids; gives a stream whose k-th value depends on those and on k alone, so that work can
 * be split, resumed or reordered without changing a result. Knows nothing of what the numbers are used for.
 */
import { StatsError } from '../errors.ts';
import { philox4x32 } from './philox.ts';

/** A stream of random numbers. Two streams with the same key give the same numbers. */
export interface Random {
  /** Next number in [0, 1), 53 bits. */
  uniform(): number;
  /** Next number of the standard normal distribution. */
  normal(): number;
  /** Next whole number in [0, belowN), every one equally likely. belowN is a whole number from 1 to 2^53. */
  integer(belowN: number): number;
}

/** Smallest range at which one 32-bit word no longer suffices for an exact product in a double. */
const WORD_RANGE_LIMIT = 2 ** 21;
const TWO_32 = 2 ** 32;

/** 128-bit digest of the stream's name: each 32-bit word is mixed in with one Philox block, fed forward. */
function digest(text: string): Uint32Array {
  const state = Uint32Array.of(text.length, 0x243f6a88, 0x85a308d3, 0x13198a2e);
  const key = new Uint32Array(2);
  const mixed = new Uint32Array(4);
  for (let at = 0; at < text.length; at += 4) {
    key[0] = text.charCodeAt(at) | ((text.charCodeAt(at + 1) || 0) << 16);
    key[1] = (text.charCodeAt(at + 2) || 0) | ((text.charCodeAt(at + 3) || 0) << 16);
    philox4x32(state, key, mixed);
    for (let word = 0; word < 4; word++) state[word]! ^= mixed[word]!;
  }
  return state;
}

/** Words of one stream: the counter's low half counts blocks, its high half and the key come from the digest. */
function wordSource(name: string): () => number {
  const identity = digest(name);
  const key = identity.slice(0, 2);
  const counter = Uint32Array.of(0, 0, identity[2]!, identity[3]!);
  const block = new Uint32Array(4);
  let used = 4;
  return () => {
    if (used === 4) {
      philox4x32(counter, key, block);
      counter[0]!++;
      if (counter[0] === 0) counter[1]!++;
      used = 0;
    }
    return block[used++]!;
  };
}

/** Whole number below n from 32-bit words by multiplication; the few words that would favour some are drawn again. */
function integerFromWords(next: () => number, n: number): number {
  for (;;) {
    const product = next() * n;
    const whole = Math.floor(product / TWO_32);
    const low = product - whole * TWO_32;
    if (low >= n || low >= TWO_32 % n) return whole;
  }
}

/** Whole number below n from 53 bits, drawn again where the last incomplete run of n begins. */
function integerFrom53Bits(next: () => number, n: number): number {
  const whole = 2 ** 53;
  const fair = whole - (whole % n);
  for (;;) {
    const high = next() >>> 5;
    const value = high * 2 ** 26 + (next() >>> 6);
    if (value < fair) return value % n;
  }
}

/**
 * A stream of random numbers that its name fixes.
 *
 * Counter-based: there is no state to share, save or advance. Streams with different seed, purpose or ids are
 * independent; a number and its text are different ids (`1` is not `'1'`).
 *
 * @param seed Any finite number; the study's seed.
 * @param purpose What the numbers are for, say `'bootstrap'`. Keeps one use from disturbing another.
 * @param ids Which piece of that work, say a fold and a replicate.
 * @throws StatsError `random/seed` when the seed or a numeric id is not finite, or `integer` gets no whole number >= 1.
 * @example
 * const draw = random(2026, 'bootstrap', 'auc', 17);
 * draw.integer(6); // the same face of the die on every machine
 * @see Salmon et al., SC 2011 (Philox 4x32-10); normal by Box and Muller, Ann Math Stat 29 (1958) 610.
 */
export function random(seed: number, purpose: string, ...ids: (string | number)[]): Random {
  for (const part of [seed, ...ids]) {
    if (typeof part === 'number' && !Number.isFinite(part)) {
      throw new StatsError('random/seed', {
        found: `Found ${part} as a seed or id.`,
        needed: 'Needed a finite number.',
        remedy: 'Pass one and keep it with the study.',
      });
    }
  }
  const next = wordSource(JSON.stringify([seed, purpose, ...ids]));
  const uniform = () => ((next() >>> 5) * 2 ** 26 + (next() >>> 6)) / 2 ** 53;
  const integer = (belowN: number) => {
    if (!Number.isSafeInteger(belowN) || belowN < 1) {
      throw new StatsError('random/seed', {
        found: `Found ${belowN} as the number of choices.`,
        needed: 'Needed a whole number from 1.',
        remedy: 'Check that the list is not empty.',
      });
    }
    return belowN < WORD_RANGE_LIMIT ? integerFromWords(next, belowN) : integerFrom53Bits(next, belowN);
  };
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  return { uniform, normal, integer };
}

/**
 * A shuffled copy; every order is equally likely.
 *
 * @param items Any list; left as it is.
 * @param source Where the numbers come from.
 * @example
 * shuffle(['P1', 'P2', 'P3'], random(1, 'folds'));
 * @see Durstenfeld, Algorithm 235, CACM 7 (1964) 420.
 */
export function shuffle<T>(items: readonly T[], source: Random): T[] {
  const result = items.slice();
  for (let last = result.length - 1; last > 0; last--) {
    const other = source.integer(last + 1);
    const moved = result[last]!;
    result[last] = result[other]!;
    result[other] = moved;
  }
  return result;
}
