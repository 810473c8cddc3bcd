/**
 * Damaged copies of files, the same for the same number: what the hostile-file tests feed to the readers.
 *
 * Not exported from the package.
 */

/** A small repeatable generator of whole numbers below n. */
export type Below = (n: number) => number;

/** A generator for one mutant. */
export function numbered(seed: number): Below {
  let state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) >>> 0 || 1;
  return (n) => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state % n;
  };
}

/** Values that break readers: ends of ranges, signs, powers of two. */
const EVIL = [
  0, 1, 2, 7, 8, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff, 0x7fc00000,
  0x7f800000, 0xff800000, 0x3f800000,
];

/** Writes one evil value of 1, 2, 4 or 8 bytes somewhere, mostly in the head. */
function putEvil(bytes: Uint8Array, below: Below, head: number): void {
  const width = [1, 2, 4, 8][below(4)]!;
  const at = below(Math.max(1, Math.min(bytes.length, below(4) === 0 ? bytes.length : head) - width));
  const value = EVIL[below(EVIL.length)]!;
  const little = below(2) === 0;
  for (let n = 0; n < width; n++)
    bytes[at + (little ? n : width - 1 - n)] = n < 4 ? value >>> (8 * n) : below(2) * 0xff;
}

/**
 * One damaged copy: one to four of an evil value, a flipped bit, a cut, a doubled or a moved piece.
 *
 * @param head Bytes at the start that are hit most.
 */
export function mutant(seed: Uint8Array, below: Below, head: number): Uint8Array {
  let bytes = seed.slice();
  for (let changes = 1 + below(4); changes > 0 && bytes.length > 16; changes--) {
    const kind = below(10);
    if (kind < 5) putEvil(bytes, below, head);
    else if (kind < 7) bytes[below(Math.min(head, bytes.length))]! ^= 1 << below(8);
    else if (kind === 7) bytes = bytes.slice(0, below(bytes.length));
    else if (kind === 8) bytes.copyWithin(below(bytes.length), below(bytes.length), below(bytes.length));
    else {
      const longer = new Uint8Array(bytes.length + 1 + below(600));
      longer.set(bytes);
      bytes = longer;
    }
  }
  return bytes;
}
