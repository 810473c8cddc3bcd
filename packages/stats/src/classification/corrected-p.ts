/**
 * How likely a statistic as large as the best of many is by chance.
 *
 * Reads the largest statistic and its candidates, gives P values that allow for the search. Knows no patient.
 */
import { normalDensity, normalSurvival } from '../distributions/normal.ts';
import type { Random } from '../resampling/random.ts';
import { type Moments, placeOfLargest, standardised } from './candidate-cuts.ts';

function clamp(p: number): number {
  return Math.min(1, Math.max(0, p));
}

/** Lausen and Schumacher's P from the shares at both ends. */
export function lausen92(b: number, low: number, high: number): number {
  if (b < 1) return 1;
  const density = normalDensity(b);
  return clamp((4 * density) / b + density * (b - 1 / b) * Math.log((high * (1 - low)) / ((1 - high) * low)));
}

/** Lausen, Sauerbrei and Schumacher's P from neighbouring candidates. */
export function lausen94(b: number, n: number, counts: Uint32Array): number {
  let sum = 0;
  for (let i = 1; i < counts.length; i++) {
    const m1 = counts[i - 1]!;
    const m2 = counts[i]!;
    const t = Math.sqrt(1 - (m1 * (n - m2)) / ((n - m1) * m2));
    sum += (Math.exp((-b * b) / 2) / Math.PI) * (t - ((b * b) / 4 - 1) * (t ** 3 / 6));
  }
  return clamp(2 * normalSurvival(b) + sum);
}

/** Share of random orders with a statistic at least as large, counting the observed one. */
export function permutationP(
  ordered: Float64Array,
  counts: Uint32Array,
  source: { observed: number; moments: Moments; random: Pick<Random, 'integer'>; permutations: number },
): number {
  const shuffled = ordered.slice();
  let asLarge = 1;
  for (let r = 0; r < source.permutations; r++) {
    for (let i = shuffled.length - 1; i > 0; i--) {
      const j = source.random.integer(i + 1);
      const moved = shuffled[i]!;
      shuffled[i] = shuffled[j]!;
      shuffled[j] = moved;
    }
    const statistics = standardised(shuffled, counts, source.moments);
    if (statistics[placeOfLargest(statistics)]! >= source.observed * (1 - 1e-12)) asLarge++;
  }
  return asLarge / (source.permutations + 1);
}
