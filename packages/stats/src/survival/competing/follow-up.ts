/**
 * Follow-up that can end in one of several kinds of event.
 *
 * Reads months and causes, refuses what cannot be analysed. Knows nothing of curves.
 */
import { StatsError } from '../../errors.ts';
import type { FollowUp } from '../../types.ts';
import { requireFollowUp } from '../follow-up/follow-up.ts';

/** Follow-up of n patients with competing events. Index i is the same patient in every array of a call. */
export interface CompetingFollowUp {
  /** Time to the first event of any kind or to the last contact, in months. Length n, every value >= 0. */
  readonly months: Float64Array;
  /** 0 where censored, else the number of the kind of event, from 1. Length n. */
  readonly cause: Uint8Array;
}

/** Follow-up in which any kind of event counts. */
export function anyEvent(followUp: CompetingFollowUp): FollowUp {
  return { months: followUp.months, observed: followUp.cause.map((cause) => (cause > 0 ? 1 : 0)) };
}

/** Follow-up in which one kind of event counts and the others censor (for cause-specific hazards). */
export function causeSpecific(followUp: CompetingFollowUp, cause: number): FollowUp {
  return { months: followUp.months, observed: followUp.cause.map((kind) => (kind === cause ? 1 : 0)) };
}

/**
 * Refuse follow-up that is not one time and one cause a patient.
 *
 * @throws StatsError `input/length`, `input/empty`, `survival/time`.
 */
export function checkCompeting(followUp: CompetingFollowUp): void {
  requireFollowUp(anyEvent(followUp));
}

/**
 * Refuse a cause that no patient had.
 *
 * @throws StatsError `survival/no-events`.
 */
export function checkCause(followUp: CompetingFollowUp, cause: number): void {
  if (cause > 0 && followUp.cause.includes(cause)) return;
  throw new StatsError('survival/no-events', {
    found: `Found no event of cause ${cause} among ${followUp.months.length} patients.`,
    needed: 'Needed at least one event of the cause of interest.',
    remedy: 'Check the cause column: 0 is censored, causes are numbered from 1.',
  });
}

/** The kinds of event that occur, ascending. */
export function causesOf(followUp: CompetingFollowUp): number[] {
  return Array.from(new Set(followUp.cause))
    .filter((cause) => cause > 0)
    .sort((a, b) => a - b);
}
