/**
 * How often the higher score goes with the sooner event: concordance, and the AUC at given times.
 */
import type { Estimate, FollowUp } from '@mriscore/stats';
import { concordance, timeDependentAuc, unoConcordance } from '@mriscore/stats';
import { attempt } from './attempt.ts';
import { noEstimate } from './estimate.ts';
import type { AucAtTime } from './result.ts';

/**
 * Harrell's and Uno's C, each null with the reason where no two patients can be compared.
 *
 * @param risk Higher is a sooner event; one a patient.
 */
export function concordancesOf(
  risk: readonly number[],
  followUp: FollowUp,
): { readonly harrell: Estimate; readonly uno: Estimate } {
  const harrell = attempt(() => concordance(risk, followUp).index);
  const uno = attempt(() => unoConcordance(risk, followUp).index);
  return {
    harrell: harrell.value ?? noEstimate("Harrell's C", harrell.reason ?? ''),
    uno: uno.value ?? noEstimate("Uno's C", uno.reason ?? ''),
  };
}

/**
 * Events by a time against patients followed beyond it, at each of some times.
 *
 * @param months Times, above 0.
 */
export function aucAtTimesOf(
  risk: readonly number[],
  followUp: FollowUp,
  months: readonly number[],
): readonly AucAtTime[] {
  return timeDependentAuc(risk, followUp, { months }).map(({ months: at, auc, cases, controls }) => ({
    months: at,
    auc,
    cases,
    controls,
  }));
}
