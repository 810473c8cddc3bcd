/**
 * Mean time without the event up to a horizon, above against below the cut-off: needs no proportional hazards.
 */
import { compareRestrictedMeans } from '@mriscore/stats';
import { attempt } from './attempt.ts';
import { followUpOfPatients, type WithFollowUp } from './follow-up.ts';
import { type AnalysisPart, done, notDone } from './part.ts';
import type { RestrictedMeanDifference } from './result.ts';

function longest(group: readonly WithFollowUp[]): number {
  return group.reduce((most, { months }) => Math.max(most, months), 0);
}

/**
 * Restricted mean times of both groups and their difference, high less low.
 *
 * The horizon is the shorter of the two longest follow-ups.
 */
export function restrictedMeanOf(
  patients: readonly (WithFollowUp & { readonly call: 0 | 1 | null })[],
): AnalysisPart<RestrictedMeanDifference> {
  const high = patients.filter(({ call }) => call === 1);
  const low = patients.filter(({ call }) => call === 0);
  if (high.length === 0 || low.length === 0) return notDone('All patients are in one group.');
  const horizonMonths = Math.min(longest(high), longest(low));
  const compared = attempt(() =>
    compareRestrictedMeans(followUpOfPatients(high), followUpOfPatients(low), { horizonMonths }),
  );
  if (compared.value === null) return notDone(compared.reason);
  const { treated, control, difference } = compared.value;
  return done({ horizonMonths, high: treated.mean, low: control.mean, difference });
}
