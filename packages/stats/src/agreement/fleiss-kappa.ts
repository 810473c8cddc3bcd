/**
 * Whether many readers agree beyond chance.
 *
 * Reads counts of readers by patient and category, gives Fleiss's kappa. Knows no order of categories.
 */
import { normalSurvival } from '../distributions/normal.ts';
import { categoriesOf } from './categories.ts';
import { checkRatings, undefinedAgreement } from './ratings.ts';

/** Agreement of many readers. */
export interface FleissKappa {
  readonly patients: number;
  readonly readers: number;
  readonly value: number;
  /** Statistic of the test that kappa is 0. */
  readonly z: number;
  readonly p: number;
}

/**
 * Fleiss's kappa of many readers.
 *
 * @param ratings One row a patient, one category a reader.
 * @throws StatsError `input/*`; `agreement/undefined` when one category was used throughout.
 * @example
 * fleissKappa([[1, 1, 2], [2, 2, 2], [1, 1, 1]]).value;
 * @see Fleiss, Psychol Bull 76 (1971) 378-382; Fleiss, Nee and Landis, Psychol Bull 86 (1979) 974-977.
 */
export function fleissKappa(ratings: readonly ArrayLike<number>[]): FleissKappa {
  const { patients, readers } = checkRatings(ratings);
  const categories = categoriesOf(ratings.flatMap((row) => Array.from(row)));
  const share = new Float64Array(categories.length);
  let pairs = 0;
  for (const row of ratings) {
    const counts = categories.map((category) => Array.from(row).filter((value) => value === category).length);
    counts.forEach((count, c) => {
      share[c]! += count / (patients * readers);
      pairs += count * count;
    });
  }
  const observed = (pairs / patients - readers) / (readers * (readers - 1));
  const chance = share.reduce((sum, p) => sum + p * p, 0);
  if (!(1 - chance > 1e-15)) {
    throw undefinedAgreement('Found one category throughout.', 'Needed expected agreement under 1.');
  }
  const spread = share.reduce((sum, p) => sum + p * (1 - p), 0);
  const skew = share.reduce((sum, p) => sum + p * (1 - p) * (1 - 2 * p), 0);
  const variance = (2 / (spread * spread * patients * readers * (readers - 1))) * (spread * spread - skew);
  const value = (observed - chance) / (1 - chance);
  const z = value / Math.sqrt(variance);
  return { patients, readers, value, z, p: 2 * normalSurvival(Math.abs(z)) };
}
