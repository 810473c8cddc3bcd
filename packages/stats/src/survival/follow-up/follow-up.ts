/**
 * Whether follow-up can be analysed at all, and its distinct times in order.
 *
 * Reads months and events as they come, gives them sorted with tied times joined. Knows nothing of groups or models.
 */
import { StatsError } from '../../errors.ts';
import type { FollowUp } from '../../types.ts';

/**
 * Refuse follow-up that is not one time >= 0 and one 0 or 1 a patient.
 *
 * @param followUp Months and events, the same length, at least one patient.
 * @throws StatsError `input/length`, `input/empty`, `survival/time`, `survival/event`, naming the first position at fault.
 */
export function requireFollowUp(followUp: FollowUp): void {
  const { months, observed } = followUp;
  if (months.length !== observed.length || months.length === 0)
    throw new StatsError(months.length === observed.length ? 'input/empty' : 'input/length', {
      found: `Found ${months.length} times and ${observed.length} event marks.`,
      needed: 'Needed one of each for at least one patient.',
      remedy: 'Check that both columns come from the same rows.',
    });
  for (let i = 0; i < months.length; i++) {
    if (!Number.isFinite(months[i]!) || months[i]! < 0)
      throw new StatsError('survival/time', {
        found: `Found a follow-up time of ${months[i]} at position ${i}.`,
        needed: 'Needed a finite time of 0 or more for every patient.',
        remedy: 'Check the time column and leave out patients without follow-up before the call.',
      });
    if (observed[i] !== 0 && observed[i] !== 1)
      throw new StatsError('survival/event', {
        found: `Found an event mark of ${observed[i]} at position ${i}.`,
        needed: 'Needed 1 where the event was seen and 0 where the patient was censored.',
        remedy: 'Recode the event column; some tables use 2 for an event and 1 for censoring.',
      });
  }
}

/**
 * Follow-up from plain columns, refused where it cannot be analysed.
 *
 * @param time Months to the event or last contact. Length n, each finite and >= 0.
 * @param event 1 for an event, 0 for censoring. Length n.
 * @throws StatsError as `checkFollowUp`.
 */
export function followUpOf(time: readonly number[], event: readonly number[]): FollowUp {
  const wrong = event.findIndex((mark) => mark !== 0 && mark !== 1);
  if (wrong >= 0)
    throw new StatsError('survival/event', {
      found: `Found an event mark of ${event[wrong]} at position ${wrong}.`,
      needed: 'Needed 1 where the event was seen and 0 where the patient was censored.',
      remedy: 'Recode the event column; some tables use 2 for an event and 1 for censoring.',
    });
  const followUp = { months: Float64Array.from(time), observed: Uint8Array.from(event) };
  requireFollowUp(followUp);
  return followUp;
}

/** Follow-up of some of the patients, in the order given. */
export function subsetFollowUp(followUp: FollowUp, patients: ArrayLike<number>): FollowUp {
  const months = new Float64Array(patients.length);
  const observed = new Uint8Array(patients.length);
  for (let i = 0; i < patients.length; i++) {
    months[i] = followUp.months[patients[i]!]!;
    observed[i] = followUp.observed[patients[i]!]!;
  }
  return { months, observed };
}
