/**
 * Arbitrary scores and labels for the property tests.
 *
 * Gives generators of fast-check and a way to shuffle patients. Knows no statistic; no other code uses it.
 */
import fc from 'fast-check';
import { random, shuffle } from '../resampling/random.ts';

/** Scores and labels of the same patients. */
export interface Labelled {
  /** Scores, with many ties. */
  readonly scores: number[];
  /** Labels with both classes. */
  readonly labels: number[];
}

/**
 * Patients with whole-number scores, so that ties are frequent, and at least `each` of each class.
 *
 * @param each Fewest patients of a class.
 */
export function labelledScores(each = 1): fc.Arbitrary<Labelled> {
  const score = fc.integer({ min: -20, max: 20 });
  const group = fc.array(score, { minLength: each, maxLength: 25 });
  return fc.tuple(group, group, fc.integer()).map(([positive, negative, seed]) => {
    const scores = [...positive, ...negative];
    const labels = [...positive.map(() => 1), ...negative.map(() => 0)];
    return permuted({ scores, labels }, seed);
  });
}

/**
 * The same patients in another order.
 *
 * @param data Scores and labels.
 * @param seed Which order.
 */
export function permuted(data: Labelled, seed: number): Labelled {
  const order = shuffle([...data.scores.keys()], random(seed, 'order of patients'));
  return { scores: order.map((i) => data.scores[i]!), labels: order.map((i) => data.labels[i]!) };
}
