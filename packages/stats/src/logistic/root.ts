/**
 * Where a continuous function crosses zero.
 *
 * Reads a function and two places where its signs differ, gives the place between. Knows nothing of what it solves.
 */

/** The bracket [a, b] with the values there; b is the better end. */
interface Bracket {
  a: number;
  b: number;
  fa: number;
  fb: number;
}

/** Secant or inverse quadratic proposal, as a step from b; NaN where neither is defined. */
function proposal(at: Bracket, before: { c: number; fc: number }): number {
  const { a, b, fa, fb } = at;
  const s = fb / fa;
  const middle = (before.c - b) / 2;
  if (a === before.c) return (-2 * middle * s) / (1 - s);
  const q = fa / before.fc;
  const r = fb / before.fc;
  const p = s * (2 * middle * q * (q - r) - (b - a) * (r - 1));
  return -p / ((q - 1) * (r - 1) * (s - 1));
}

/**
 * Zero of a continuous function by Brent's method.
 *
 * @param f The function.
 * @param lower One end.
 * @param upper The other end; f must have the other sign, or zero, there.
 * @returns The zero to the last digits, or null when both ends have the same sign or a value is not a number.
 * @example
 * findRoot((x) => x * x - 2, 0, 2); // 1.4142135623730951
 * @see Brent, Algorithms for Minimization without Derivatives (1973), chapter 4.
 */
export function findRoot(f: (x: number) => number, lower: number, upper: number): number | null {
  const at: Bracket = { a: lower, b: upper, fa: f(lower), fb: f(upper) };
  if (!(at.fa * at.fb <= 0)) return null;
  let c = at.a;
  let fc = at.fa;
  let last = at.b - at.a;
  let beforeLast = last;
  for (let step = 0; step < 200; step++) {
    if (at.fb * fc > 0) {
      [c, fc] = [at.a, at.fa];
      last = at.b - at.a;
      beforeLast = last;
    }
    if (Math.abs(fc) < Math.abs(at.fb)) {
      [at.a, at.b, c] = [at.b, c, at.b];
      [at.fa, at.fb, fc] = [at.fb, fc, at.fb];
    }
    const tolerance = 4 * Number.EPSILON * Math.abs(at.b) + Number.MIN_VALUE;
    const middle = (c - at.b) / 2;
    if (Math.abs(middle) <= tolerance || at.fb === 0) return at.b;
    const jump = proposal(at, { c, fc });
    const useful =
      jump * middle > 0 && Math.abs(jump) < Math.min(1.5 * Math.abs(middle), Math.abs(beforeLast) / 2);
    beforeLast = useful ? last : middle;
    last = useful ? jump : middle;
    [at.a, at.fa] = [at.b, at.fb];
    at.b += Math.abs(last) > tolerance ? last : Math.sign(middle) * tolerance;
    at.fb = f(at.b);
    if (Number.isNaN(at.fb)) return null;
  }
  return at.b;
}
