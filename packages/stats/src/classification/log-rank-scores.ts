/**
 * What each patient adds to a log-rank test: event minus cumulative hazard.
 *
 * Reads follow-up, gives one score a patient. Knows no cut-off.
 */
import type { Numbers } from '../columns.ts';
import { StatsError } from '../errors.ts';
import type { FollowUp } from '../types.ts';

/** Row numbers in rising order of a column. */
export function argsort(values: Numbers): Uint32Array {
  return Uint32Array.from({ length: values.length }, (_, i) => i).sort((a, b) => values[a]! - values[b]!);
}

/** Log-rank score of each patient: event minus cumulative hazard, ties leaving together. */
export function logRankScores(followUp: FollowUp): Float64Array {
  const { months, observed } = followUp;
  const n = months.length;
  const order = argsort(months);
  const scores = new Float64Array(n);
  let hazard = 0;
  for (let from = 0; from < n; ) {
    let to = from;
    let events = 0;
    while (to < n && months[order[to]!] === months[order[from]!]) events += observed[order[to++]!]!;
    hazard += events / (n - to + 1);
    for (let i = from; i < to; i++) scores[order[i]!] = observed[order[i]!]! - hazard;
    from = to;
  }
  return scores;
}

/** Refuses follow-up without an event. StatsError `cutpoint/no-split`. */
export function requireEvents(followUp: FollowUp): void {
  if (followUp.observed.some((value) => value === 1)) return;
  throw new StatsError('cutpoint/no-split', {
    found: 'Found no event.',
    needed: 'Needed events to compare groups by.',
    remedy: 'Follow up longer.',
  });
}

/** Equal log-rank scores give 0 / 0 at every cut. */
export function requireDifference(ranks: Float64Array): void {
  const [low, high] = ranks.reduce(
    ([least, most], rank) => [Math.min(least, rank), Math.max(most, rank)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
  if (high - low > 1e-12 * Math.max(1, Math.abs(low))) return;
  throw new StatsError('cutpoint/no-split', {
    found: 'The follow-up of these patients tells no two groups apart.',
    needed: 'Needed patients whose log-rank scores differ, so events while others are still followed.',
    remedy: 'Follow up longer, or choose the cut-off by the label.',
  });
}
