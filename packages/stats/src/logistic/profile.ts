/**
 * How far a coefficient can move before the likelihood, at its best over all others, falls by a given amount.
 *
 * Reads a likelihood-ratio statistic as a function of the held coefficient, gives interval ends. Serves plain and
 * penalised likelihoods alike; knows nothing of how either is maximised.
 */
import { findRoot } from './root.ts';
import { cubicSpline } from './spline.ts';

/** What a profile needs to know of one coefficient. */
export interface ProfileTarget {
  /** The estimate. */
  readonly estimate: number;
  /** A standard error; only sets the first step. */
  readonly standardError: number;
  /** Fall of twice the log-likelihood when the coefficient is held at a value. >= 0. */
  readonly fall: (value: number) => number;
}

/**
 * One end of a profile-likelihood interval, solved to the last digits.
 *
 * @param target The coefficient.
 * @param side -1 for the lower end, 1 for the upper.
 * @param allowedFall Chi-square quantile, say 3.84.
 * @returns The end; null when the likelihood never falls that far within 2^40 standard errors.
 * @see Venzon and Moolgavkar, Appl Stat 37 (1988) 87-94.
 */
export function profileEnd(target: ProfileTarget, side: -1 | 1, allowedFall: number): number | null {
  const excess = (value: number) => target.fall(value) - allowedFall;
  let inside = target.estimate;
  let step = target.standardError * Math.sqrt(allowedFall);
  for (let doubling = 0; doubling < 40; doubling++) {
    const outside = inside + side * step;
    const value = excess(outside);
    if (Number.isNaN(value)) return null;
    if (value >= 0) return findRoot(excess, inside, outside);
    inside = outside;
    step *= 1.5;
  }
  return null;
}

/** Signed roots of the fall at steps of a fifth of the reach, as R's profile.glm walks them. */
function walk(target: ProfileTarget, reach: number): { values: number[]; roots: number[] } {
  const stepSize = (reach / 5) * target.standardError;
  const points: [number, number][] = [[target.estimate, 0]];
  for (const side of [-1, 1]) {
    let root = 0;
    for (let step = 1; step < 10 && Math.abs(root) < reach; step++) {
      const value = target.estimate + side * step * stepSize;
      root = side * Math.sqrt(Math.max(0, target.fall(value)));
      points.push([value, root]);
    }
  }
  points.sort((a, b) => a[0] - b[0]);
  return { values: points.map((p) => p[0]), roots: points.map((p) => p[1]) };
}

/** First x at which a curve of points crosses a height, linearly between neighbours; null outside. */
function crossing(points: readonly { x: number; height: number }[], height: number): number | null {
  const sorted = points.toSorted((a, b) => a.height - b.height);
  for (let i = 1; i < sorted.length; i++) {
    const before = sorted[i - 1]!;
    const after = sorted[i]!;
    if (before.height <= height && height <= after.height) {
      const fraction =
        after.height === before.height ? 0 : (height - before.height) / (after.height - before.height);
      return before.x + fraction * (after.x - before.x);
    }
  }
  return null;
}

/**
 * Both ends of a profile-likelihood interval as R's `confint` gives them: the profile is sampled, joined by a spline
 * and read off by linear interpolation, which is right to about four digits.
 *
 * @param target The coefficient.
 * @param quantiles Normal quantile at which to cut (1.96 for 95 %) and the one up to which the profile is walked.
 * @see Venables and Ripley, Modern Applied Statistics with S, 4th ed. (2002), section 8.4.
 */
export function interpolatedProfile(
  target: ProfileTarget,
  quantiles: { readonly cut: number; readonly reach: number },
): { lower: number | null; upper: number | null } {
  const { values, roots } = walk(target, quantiles.reach);
  const curve = cubicSpline(values, roots);
  const count = 3 * values.length;
  const first = values[0]!;
  const width = values[values.length - 1]! - first;
  const points = Array.from({ length: count }, (_, k) => {
    const x = first + (width * k) / (count - 1);
    return { x, height: curve(x) };
  });
  return { lower: crossing(points, -quantiles.cut), upper: crossing(points, quantiles.cut) };
}
