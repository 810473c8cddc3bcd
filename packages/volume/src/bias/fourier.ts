/**
 * The Fourier transform of a complex sequence whose length is a power of two.
 *
 * @see Cooley and Tukey, Math Comp 19 (1965) 297-301.
 */

/** A complex sequence. */
export interface Complex {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

function reorder({ re, im }: Complex): void {
  const n = re.length;
  for (let at = 1, mirror = 0; at < n; at++) {
    let bit = n >> 1;
    for (; (mirror & bit) !== 0; bit >>= 1) mirror ^= bit;
    mirror ^= bit;
    if (at >= mirror) continue;
    [re[at], re[mirror]] = [re[mirror]!, re[at]!];
    [im[at], im[mirror]] = [im[mirror]!, im[at]!];
  }
}

/**
 * Transforms in place.
 *
 * @param inverse Whether to go back; the result is then divided by the length.
 */
export function transform(sequence: Complex, inverse = false): Complex {
  const { re, im } = sequence;
  const n = re.length;
  reorder(sequence);
  for (let half = 1; half < n; half *= 2) {
    const step = ((inverse ? 1 : -1) * Math.PI) / half;
    for (let k = 0; k < half; k++) {
      const [c, s] = [Math.cos(step * k), Math.sin(step * k)];
      for (let a = k; a < n; a += 2 * half) {
        const b = a + half;
        const x = re[b]! * c - im[b]! * s;
        const y = re[b]! * s + im[b]! * c;
        re[b] = re[a]! - x;
        im[b] = im[a]! - y;
        re[a]! += x;
        im[a]! += y;
      }
    }
  }
  if (inverse) {
    for (let at = 0; at < n; at++) {
      re[at]! /= n;
      im[at]! /= n;
    }
  }
  return sequence;
}

/** A real sequence transformed. */
export function transformReal(values: Float64Array): Complex {
  return transform({ re: Float64Array.from(values), im: new Float64Array(values.length) });
}
