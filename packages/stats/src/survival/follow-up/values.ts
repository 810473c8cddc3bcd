/**
 * Whether a column beside follow-up can be used.
 *
 * Reads values or case weights, one a patient, and throws for what no statistic may accept in silence.
 */
import { StatsError } from '../../errors.ts';

/**
 * Refuse an array that has not one finite number a patient.
 *
 * @param values The array. Length n.
 * @param n Number of patients.
 * @param name What the array is, for the message.
 * @throws StatsError `input/length`, `input/not-finite`.
 */
export function checkValues(values: ArrayLike<number>, n: number, name: string): void {
  if (values.length !== n)
    throw new StatsError('input/length', {
      found: `Found ${values.length} values of ${name} for ${n} patients.`,
      needed: 'Needed one value a patient.',
      remedy: 'Check that all columns come from the same rows.',
    });
  for (let i = 0; i < n; i++) {
    if (!Number.isFinite(values[i]!))
      throw new StatsError('input/not-finite', {
        found: `Found ${values[i]} for ${name} at position ${i}.`,
        needed: 'Needed a finite number for every patient.',
        remedy: 'Leave out or impute patients with a missing value before the call.',
      });
  }
}

/**
 * Refuse weights that are not one number >= 0 a patient with a positive sum; give ones when left out.
 *
 * @param weights Case weights, or undefined. Length n.
 * @param n Number of patients.
 * @throws StatsError `input/length`, `input/not-finite`, `survival/weights`.
 */
export function checkedWeights(weights: ArrayLike<number> | undefined, n: number): Float64Array {
  if (weights === undefined) return new Float64Array(n).fill(1);
  checkValues(weights, n, 'the weights');
  const result = Float64Array.from(weights);
  if (result.some((weight) => weight < 0) || !result.some((weight) => weight > 0))
    throw new StatsError('survival/weights', {
      found: 'Found weights that are negative, or all zero.',
      needed: 'Needed weights of 0 or more with a positive sum.',
      remedy: 'Check the weight column.',
    });
  return result;
}
