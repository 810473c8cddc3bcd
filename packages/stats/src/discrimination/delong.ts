/**
 * The count of rightly ordered pairs and its variance.
 *
 * Reads counts by distinct score, gives U, DeLong's variance and the error of Hanley and McNeil.
 */
import type { Levels } from './levels.ts';

/** Mann-Whitney U of counted scores. */
export function mannWhitneyU(levels: Levels): number {
  let below = 0;
  let twice = 0;
  for (let i = 0; i < levels.values.length; i++) {
    const negatives = levels.negatives[i]!;
    twice += levels.positives[i]! * (2 * below + negatives);
    below += negatives;
  }
  return twice / 2;
}

/** DeLong's variance, or null where a class has one patient. Placements are counted in half pairs, hence exactly. */
export function delongVariance(levels: Levels, u: number): number | null {
  const m = levels.positiveCount;
  const n = levels.negativeCount;
  if (m < 2 || n < 2) return null;
  const meanOfPositives = (2 * u) / m;
  const meanOfNegatives = (2 * u) / n;
  let negativesBelow = 0;
  let positivesAbove = m;
  let ofPositives = 0;
  let ofNegatives = 0;
  for (let i = 0; i < levels.values.length; i++) {
    const p = levels.positives[i]!;
    const q = levels.negatives[i]!;
    positivesAbove -= p;
    ofPositives += p * (2 * negativesBelow + q - meanOfPositives) ** 2;
    ofNegatives += q * (2 * positivesAbove + p - meanOfNegatives) ** 2;
    negativesBelow += q;
  }
  return ofPositives / (4 * n * n * (m - 1) * m) + ofNegatives / (4 * m * m * (n - 1) * n);
}

/** Standard error from the area and the class sizes alone. */
export function hanleyMcNeil(area: number, m: number, n: number): number {
  const q1 = area / (2 - area);
  const q2 = (2 * area * area) / (1 + area);
  const square = area * area;
  const variance = (area * (1 - area) + (m - 1) * (q1 - square) + (n - 1) * (q2 - square)) / (m * n);
  return Math.sqrt(Math.max(0, variance));
}
