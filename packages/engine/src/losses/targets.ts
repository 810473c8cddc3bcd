/**
 * Turns what is known of patients into the inputs that a loss asks for.
 *
 * Reads plain lists, gives arrays for a batch. Knows nothing of graphs. Rows past the last patient are padding.
 */

import { EngineError } from '../errors.ts';
import { checkOptions } from '../options.ts';
import type { Batch } from '../program/batch.ts';

/** Follow-up of the patients of a batch, in any unit of time. */
export interface EventTimes {
  /** Time to the event or to the end of follow-up, > 0. */
  readonly times: readonly number[];
  /** 1 where the event was seen, 0 where follow-up ended without it. */
  readonly events: readonly number[];
}

/**
 * Inputs of the loss `ordinal`.
 *
 * @param levels Level of each patient, 0 .. levelCount - 1.
 * @param size Number of levels and rows of the batch; more rows than patients are padding, to be given weight 0.
 * @returns `above` [rows, levelCount - 1].
 * @throws EngineError `runtime/batch` when a level is out of range or there are more patients than rows.
 * @example
 * ordinalTargets([0, 2], { levelCount: 3, rows: 2 }); // above: [0, 0, 1, 1]
 */
export function ordinalTargets(
  levels: readonly number[],
  size: { readonly levelCount: number; readonly rows: number },
): Batch {
  checkOptions(size, { levelCount: undefined, rows: undefined });
  const { levelCount, rows } = size;
  requireRows(levels.length, rows);
  const wrong = levels.find((level) => !Number.isInteger(level) || level < 0 || level >= levelCount);
  if (wrong !== undefined) refuse(`a level ${wrong}`, `whole numbers from 0 to ${levelCount - 1}`);
  const above = new Float32Array(rows * (levelCount - 1));
  levels.forEach((level, row) => {
    above.fill(1, row * (levelCount - 1), row * (levelCount - 1) + level);
  });
  return { above };
}

/**
 * Inputs of the loss `cox`: who was at risk when. Ties are Breslow's.
 *
 * @param followUp Times and events; at least one event.
 * @param rows Rows of the batch; padding is never at risk of anything but itself and has no event.
 * @returns `atRisk` [rows, rows], `events` [rows].
 * @throws EngineError `runtime/batch` when nobody has an event (such a batch teaches nothing: leave it out), when a value
 *   is out of range, or when there are more patients than rows.
 * @example
 * coxTargets({ times: [5, 3], events: [1, 1] }, 2); // atRisk: [1, 0, 1, 1]
 */
export function coxTargets({ times, events }: EventTimes, rows: number): Batch {
  requireFollowUp({ times, events }, rows);
  if (!events.includes(1)) refuse('a batch without an event', 'at least one event');
  const atRisk = new Float32Array(rows * rows);
  for (let row = 0; row < rows; row++) {
    atRisk[row * rows + row] = 1;
    for (let other = 0; row < times.length && other < times.length; other++)
      if (times[other]! >= times[row]!) atRisk[row * rows + other] = 1;
  }
  const seen = new Float32Array(rows);
  seen.set(events);
  return { atRisk, events: seen };
}

/**
 * Inputs of the loss `discrete-time`.
 *
 * A patient censored inside an interval counts as having lived through it when at least half of it was seen.
 *
 * @param followUp Times and events.
 * @param options Ends of the intervals, rising, > 0, the first interval starting at 0; and rows of the batch.
 * @returns `survived` and `died` [rows, intervals]. Events after the last end are survivals of every interval.
 * @throws EngineError `runtime/batch` when ends do not rise, a value is out of range, or there are too many patients.
 * @see Gensheimer and Narasimhan, PeerJ 7 (2019) e6257
 * @example
 * discreteTimeTargets({ times: [7], events: [1] }, { ends: [6, 12], rows: 1 }); // survived: [1, 0], died: [0, 1]
 */
export function discreteTimeTargets(
  { times, events }: EventTimes,
  options: { readonly ends: readonly number[]; readonly rows: number },
): Batch {
  checkOptions(options, { ends: undefined, rows: undefined });
  const { ends, rows } = options;
  requireFollowUp({ times, events }, rows);
  if (ends.length === 0 || ends.some((end, index) => !(end > (ends[index - 1] ?? 0))))
    refuse(`interval ends ${ends.join(', ')}`, 'ends above 0 that rise');
  const [survived, died] = [new Float32Array(rows * ends.length), new Float32Array(rows * ends.length)];
  times.forEach((time, row) => {
    ends.forEach((end, interval) => {
      const [start, at] = [ends[interval - 1] ?? 0, row * ends.length + interval];
      const middle = (start + end) / 2;
      if (time > end || (events[row] === 0 && time >= middle)) survived[at] = 1;
      else if (events[row] === 1 && time > start) died[at] = 1;
    });
  });
  return { survived, died };
}

function requireFollowUp({ times, events }: EventTimes, rows: number): void {
  requireRows(times.length, rows);
  if (times.length !== events.length)
    refuse(`${times.length} times and ${events.length} events`, 'equally many');
  const time = times.find((value) => !(value > 0 && Number.isFinite(value)));
  if (time !== undefined) refuse(`a time of ${time}`, 'finite times above 0');
  const event = events.find((value) => value !== 0 && value !== 1);
  if (event !== undefined) refuse(`an event of ${event}`, 'events that are 0 or 1');
}

function requireRows(patients: number, rows: number): void {
  if (patients > rows) refuse(`${patients} patients for ${rows} rows`, 'at most as many patients as rows');
}

function refuse(found: string, needed: string): never {
  throw new EngineError('runtime/batch', {
    found: `Found ${found}.`,
    needed: `Needed ${needed}.`,
    remedy: 'Check how batches are put together.',
  });
}
