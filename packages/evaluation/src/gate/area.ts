/**
 * Whether an area under a ROC curve and the curve that is drawn say the same.
 */
import type { Estimate } from '@mriscore/stats';
import type { RocPoints } from '../judge/result.ts';
import { agree, estimateViolations, UNIT } from './estimates.ts';

/** Area under the drawn line, by trapezoids. */
export function areaOf({ falsePositiveRate, sensitivity }: RocPoints): number {
  return falsePositiveRate.reduce((sum, rate, index) => {
    if (index === 0) return sum;
    const width = rate - (falsePositiveRate[index - 1] ?? 0);
    return sum + (width * ((sensitivity[index] ?? 0) + (sensitivity[index - 1] ?? 0))) / 2;
  }, 0);
}

/** Whether an AUC and its curve agree. */
export function areaViolations(name: string, auc: Estimate, roc: RocPoints | null): readonly string[] {
  const found = [...estimateViolations(`AUC of ${name}`, auc, UNIT)];
  if (roc === null) return auc.value === null ? found : [...found, `AUC of ${name} has no curve.`];
  if (auc.value === null) return [...found, `${name} has a curve but no AUC.`];
  const area = areaOf(roc);
  if (!agree(area, auc.value, 1e-6))
    found.push(`AUC of ${name} is ${auc.value}, but the area under its curve is ${area}.`);
  return found;
}
