/**
 * Whether the calls at a cut-off agree with the patients they are made of: counts, shares, fractions.
 */
import type { Classification, ProportionEstimate } from '@mriscore/stats';
import { agree, estimateViolations, UNIT } from './estimates.ts';

/** How many patients there are. */
export interface Counts {
  readonly n: number;
  readonly positives: number;
}

function shareViolations(
  name: string,
  found: ProportionEstimate,
  [k, n]: readonly [number, number],
): readonly string[] {
  const base = estimateViolations(name, found, UNIT);
  if (found.k !== k || found.n !== n)
    return [...base, `${name} is ${found.k}/${found.n}, but the confusion matrix says ${k}/${n}.`];
  if (n > 0 && (found.value === null || !agree(found.value, k / n)))
    return [...base, `${name} is ${found.value}, but ${k}/${n} is ${k / n}.`];
  return base;
}

/**
 * Contradictions between a confusion matrix, its patients and the shares made of it.
 *
 * @param name Of the set, for the sentences.
 */
export function callViolations(
  name: string,
  { n, positives }: Counts,
  found: Classification,
): readonly string[] {
  const { truePositives: tp, falsePositives: fp, falseNegatives: fn, trueNegatives: tn } = found;
  const all = tp + fp + fn + tn;
  const wrong: string[] = [];
  if (all !== n || found.n !== n)
    wrong.push(`The confusion matrix of ${name} holds ${all} of ${n} patients.`);
  if (tp + fn !== positives)
    wrong.push(`The confusion matrix of ${name} holds ${tp + fn} of ${positives} positive patients.`);
  return [
    ...wrong,
    ...shareViolations(`Sensitivity of ${name}`, found.sensitivity, [tp, tp + fn]),
    ...shareViolations(`Specificity of ${name}`, found.specificity, [tn, tn + fp]),
    ...shareViolations(`PPV of ${name}`, found.positivePredictiveValue, [tp, tp + fp]),
    ...shareViolations(`NPV of ${name}`, found.negativePredictiveValue, [tn, tn + fn]),
    ...shareViolations(`Accuracy of ${name}`, found.accuracy, [tp + tn, all]),
  ];
}
