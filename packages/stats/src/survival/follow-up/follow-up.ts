/**
 * Whether follow-up can be analysed at all, and its distinct times in order.
 *
 * Reads months and events as they come, gives them sorted with tied times joined. Knows nothing of groups or models.
 */
import { StatsError } from '../../errors.ts';
import type { FollowUp } from '../../types.ts';
import { type Runs, runsOfTies, TIME_TOLERANCE } from './order.ts';

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

/** Patients at risk, events and censorings at each distinct time. */
export interface LifeTable {
  /** Patients sorted by time; `starts` cuts them into distinct times. */
  readonly runs: Runs;
  /** Distinct times, ascending. Length k. */
  readonly times: Float64Array;
  /** Weight of the patients whose time is this one or later. Length k. */
  readonly atRisk: Float64Array;
  /** Weight of the events at this time. Length k. */
  readonly events: Float64Array;
  /** Weight of the censorings at this time. Length k. */
  readonly censored: Float64Array;
}

/**
 * Count patients at risk, events and censorings at each distinct time.
 *
 * @param followUp Checked follow-up.
 * @param weights Case weights >= 0. Default 1.
 */
export function lifeTable(followUp: FollowUp, weights?: Float64Array): LifeTable {
  const runs = runsOfTies(followUp.months, TIME_TOLERANCE);
  const k = runs.values.length;
  const atRisk = new Float64Array(k);
  const events = new Float64Array(k);
  const censored = new Float64Array(k);
  let left = 0;
  for (let r = k - 1; r >= 0; r--) {
    for (let place = runs.starts[r]!; place < runs.starts[r + 1]!; place++) {
      const patient = runs.order[place]!;
      const weight = weights ? weights[patient]! : 1;
      left += weight;
      if (followUp.observed[patient] === 1) events[r]! += weight;
      else censored[r]! += weight;
    }
    atRisk[r] = left;
  }
  return { runs, times: runs.values, atRisk, events, censored };
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
