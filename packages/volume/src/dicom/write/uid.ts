/**
 * UIDs that follow from what they name, so that the same input gives the same file.
 *
 * Not for secrets: the hash only spreads names over 128 bits. Source: PS3.5 annex B.2 (UUID-derived UIDs).
 */

const PRIMES = [0x9e3779b1, 0x85ebca77, 0xc2b2ae3d, 0x27d4eb2f] as const;

/** Four 32-bit words from text; every word sees every character. */
function spread(text: string): number[] {
  const words = [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344];
  for (let round = 0; round < 2; round++) {
    for (let n = 0; n < text.length; n++) {
      const code = text.charCodeAt(n) + round * 65_536 + n;
      for (let w = 0; w < 4; w++) {
        const mixed = Math.imul(words[w]! ^ code, PRIMES[w]!);
        words[w] = (mixed ^ (mixed >>> 15) ^ words[(w + 1) % 4]!) >>> 0;
      }
    }
  }
  return words.map((word, w) => {
    const once = Math.imul(word ^ (word >>> 16), PRIMES[(w + 1) % 4]!);
    return (once ^ (once >>> 13)) >>> 0;
  });
}

/**
 * A UID made from parts.
 *
 * @param parts What the UID stands for, such as a purpose and the UIDs it derives from.
 * @returns `2.25.` and a decimal number below 2^128.
 * @example uidFrom('seg instance', seriesUid, '2024-01-01'); // '2.25.1823...'
 */
export function uidFrom(...parts: readonly string[]): string {
  const number = spread(parts.join('\u0000')).reduce((sum, word) => (sum << 32n) | BigInt(word), 0n);
  return `2.25.${number}`;
}
