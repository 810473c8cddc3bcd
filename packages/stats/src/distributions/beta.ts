/**
 * What the beta distribution says about a proportion.
 *
 * Reads x and two shapes, gives both tails and quantiles. Knows no data.
 */
import { betaTails, type UnitPoint } from './beta-tails.ts';
import { isUpperTail, requirePositive, requireProbability, type TailOption } from './domain.ts';
import { logBeta } from './gamma-function.ts';
import { binomialTerm } from './saddle-point.ts';
import { solveTail } from './solve.ts';

/**
 * P(X <= x) of the beta distribution: the regularised incomplete beta function.
 *
 * @param x Any number; below 0 gives 0, above 1 gives 1.
 * @param a First shape, above 0.
 * @param b Second shape, above 0.
 * @throws StatsError `distributions/domain`.
 * @example
 * betaCdf(0.5, 2, 2); // 0.5
 * @see R: pbeta(x, a, b).
 */
export function betaCdf(x: number, a: number, b: number): number {
  return betaTails({ x, rest: 1 - x }, a, b).lower;
}

/**
 * P(X > x) of the beta distribution, precise in the upper tail.
 *
 * @param x Any number.
 * @param a First shape, above 0.
 * @param b Second shape, above 0.
 * @throws StatsError `distributions/domain`.
 * @see R: pbeta(x, a, b, lower.tail = FALSE).
 */
export function betaSurvival(x: number, a: number, b: number): number {
  return betaTails({ x, rest: 1 - x }, a, b).upper;
}

/**
 * Density of the beta distribution.
 *
 * @param x In (0, 1); outside the density is 0.
 * @param a First shape, above 0.
 * @param b Second shape, above 0.
 * @see R: dbeta(x, a, b).
 */
export function betaDensity(x: number, a: number, b: number): number {
  if (x <= 0 || x >= 1) return 0;
  return Math.exp((a - 1) * Math.log(x) + (b - 1) * Math.log1p(-x) - logBeta(a, b));
}

/** x in (0, 1/2] with a lower tail of at most its value there, solved on the odds scale. */
function solveBelowHalf(p: { lower: number; upper: number }, a: number, b: number): number {
  const useLower = p.lower <= p.upper;
  const at = (odds: number): UnitPoint => ({ x: odds / (1 + odds), rest: 1 / (1 + odds) });
  const probability = (odds: number) => {
    const both = betaTails(at(odds), a, b);
    return useLower ? both.lower : both.upper;
  };
  const density = (odds: number) => {
    const point = at(odds);
    return (
      (binomialTerm({ success: a, failure: b }, { success: point.x, failure: point.rest }) *
        ((a * b) / (a + b))) /
      odds
    );
  };
  const target = useLower ? p.lower : p.upper;
  const start = Math.min(
    1,
    Math.exp((Math.log(Math.max(p.lower, 1e-300)) + Math.log(a) + logBeta(a, b)) / a),
  );
  const odds = solveTail({ probability, density, direction: useLower ? 1 : -1 }, target, start);
  return odds / (1 + odds);
}

/**
 * x for which P(X <= x) = p, or P(X > x) = p with `tail: 'upper'`.
 *
 * @param p Probability in [0, 1].
 * @param shapes The two shapes, above 0.
 * @param options Which tail p is.
 * @throws StatsError `distributions/domain`.
 * @example
 * betaQuantile(0.025, [1, 10]); // lower Clopper-Pearson limit of 1 in 10
 * @see R: qbeta(p, a, b).
 */
export function betaQuantile(p: number, shapes: readonly [number, number], options?: TailOption): number {
  requireProbability(p);
  const [a, b] = shapes;
  requirePositive(a, 'the first shape');
  requirePositive(b, 'the second shape');
  const isUpper = isUpperTail(options);
  if (p === 0 || p === 1) return (p === 0) === isUpper ? 1 : 0;
  const lower = isUpper ? 1 - p : p;
  const upper = isUpper ? p : 1 - p;
  const half = betaTails({ x: 0.5, rest: 0.5 }, a, b);
  if (lower <= upper ? lower <= half.lower : upper >= half.upper)
    return solveBelowHalf({ lower, upper }, a, b);
  return 1 - solveBelowHalf({ lower: upper, upper: lower }, b, a);
}
